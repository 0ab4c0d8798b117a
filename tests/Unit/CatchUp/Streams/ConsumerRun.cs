using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp.Streams;

/// <summary>A consumer that runs beside the test, which moves its clock in small steps.</summary>
internal sealed class ConsumerRun : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> applied = new();
    private readonly Task running;

    public ConsumerRun(FakeStream stream, FakeTimeProvider time, StreamPosition position, Func<IReadOnlyList<StreamRecord>, Task>? beforeApply = null, Func<StreamPosition, Task>? onMoved = null)
    {
        this.time = time;
        Consumer = new StreamConsumer(stream, "limits", position, time)
        {
            OnWarning = Warnings.Enqueue,
            OnMoved = async (moved, _) =>
            {
                if (onMoved is not null)
                    await onMoved(moved);
                Saved = JsonSerializer.Serialize(moved);
            },
        };
        running = Task.Run(() => Consumer.RunAsync(
            async (records, token) =>
            {
                if (beforeApply is not null)
                    await beforeApply(records).WaitAsync(token);
                foreach (var record in records)
                    applied.Enqueue(record.SequenceNumber);
            }, stop.Token));
    }

    public StreamConsumer Consumer { get; }

    public List<string> Applied => [.. applied];

    public ConcurrentQueue<string> Warnings { get; } = new();

    /// <summary>The last position that was reported, as JSON.</summary>
    public string Saved { get; private set; } = "";

    public StreamPosition SavedPosition => JsonSerializer.Deserialize<StreamPosition>(Saved)!;

    /// <summary>Lets the clock run until something holds.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            if (running.IsFaulted)
                await running;
            Assert.True(waited.Elapsed < Patience.Limit, "What the test waits for does not come.");
            await Task.Delay(1);
            time.Advance(Step);
        }
    }

    public Task AppliedAsync(int count) => UntilAsync(() => applied.Count >= count);

    public async Task<T> FailsAsync<T>()
        where T : Exception
    {
        var waited = Stopwatch.StartNew();
        while (!running.IsCompleted)
        {
            Assert.True(waited.Elapsed < Patience.Limit, "The consumer does not end.");
            await Task.Delay(1);
            time.Advance(Step);
        }

        return await Assert.ThrowsAsync<T>(() => running);
    }

    public async Task<DdbException> LosesAsync()
    {
        var error = await FailsAsync<DdbException>();
        Assert.Equal(("StreamPositionLost", DdbErrorKind.InvalidState, "limits"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("Invoke-DdbKeyMigration -CatchUp -Restart (ddbns migrate --catch-up --restart)", error.Message, StringComparison.Ordinal);
        return error;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAny(running);
        stop.Dispose();
    }
}
