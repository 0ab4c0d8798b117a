using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>
/// Reads a table's stream on from a position: each shard after its parent, several at a time, and what a shard splits into. All changes of one
/// item stand in one line of shards, so they are applied in their order. It goes on until it is cancelled.
/// </summary>
internal sealed class StreamConsumer(IStreamCalls calls, string tableName, StreamPosition position, TimeProvider time)
{
    private const int ParallelPages = 16;

    private static readonly TimeSpan DescribeInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SuccessorInterval = TimeSpan.FromSeconds(1);

    private readonly StreamProgress progress = new(position, time);
    private readonly StreamCounts counts = new();
    private readonly LagWarning warning = new(tableName);
    private long reportedVersion = -1;

    /// <summary>Called with the newest position after it has moved, one call at a time and never with an older position than before. What it throws ends the run.</summary>
    public Func<StreamPosition, CancellationToken, Task>? OnMoved { get; init; }

    /// <summary>Called with a warning for the user, from any thread.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>Where the reading stands now; what was applied before is behind it.</summary>
    public StreamPosition Position => progress.Position;

    /// <summary>How many records were read, with those that were skipped.</summary>
    public long RecordsRead => counts.Read;

    /// <summary>How many records were skipped because they are older than the position.</summary>
    public long RecordsSkipped => counts.Skipped;

    /// <inheritdoc cref="StreamProgress.DrainedSince"/>
    public DateTimeOffset? DrainedSince => progress.DrainedSince;

    /// <inheritdoc cref="StreamProgress.Lag"/>
    public TimeSpan Lag => progress.Lag;

    /// <summary>Reads until it is cancelled.</summary>
    /// <param name="apply">
    /// Applies records of one shard in their order. It is called from several threads at a time, for different shards, and once more
    /// with the same records when a run ended before the position was saved. The records may not be kept beyond the call.
    /// </param>
    /// <param name="cancellationToken">Ends the run; pages that are being applied get it too.</param>
    /// <exception cref="Errors.DdbException"><c>StreamPositionLost</c>: records are missing that were not read yet.</exception>
    public async Task RunAsync(Func<IReadOnlyList<StreamRecord>, CancellationToken, Task> apply, CancellationToken cancellationToken)
    {
        using var pages = new SemaphoreSlim(ParallelPages);
        using var reporting = new SemaphoreSlim(1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reader = new ShardReader(calls, tableName, position, progress, counts, apply, token => ReportAsync(reporting, token), pages, time);
        List<Task> reading = [];
        RequireKept();
        try
        {
            while (true)
            {
                await DescribeAsync(stop.Token);
                reading.AddRange(progress.TakeReadable().Select(shard => Task.Run(() => reader.ReadAsync(shard, stop.Token), CancellationToken.None)));
                await ReportAsync(reporting, stop.Token);
                await WaitAsync(reading, stop.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void RequireKept()
    {
        var age = position.AgeAt(time.GetUtcNow());
        if (age > StreamPosition.Retention)
            throw StreamErrors.PositionLost(tableName, $"it stopped {(int)age.TotalHours} hours ago, and DynamoDB keeps a stream's records for 24 hours.");
        Warn(age);
    }

    private async Task DescribeAsync(CancellationToken cancellationToken)
    {
        StreamDescription stream;
        try
        {
            stream = await calls.DescribeAsync(position.StreamArn, cancellationToken);
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.ResourceNotFound))
        {
            throw StreamErrors.PositionLost(tableName, $"its stream {position.StreamArn} is not there any more.", error);
        }

        if (progress.Merge(stream) is string lost)
            throw StreamErrors.PositionLost(tableName, $"shard {lost} was not read to its end, and DynamoDB has removed it because it is older than 24 hours.");
        if (!stream.IsEnabled && !stream.IsEnabling && progress.IsAllDone)
            throw StreamErrors.PositionLost(tableName, $"its stream {position.StreamArn} was switched off, and all that it had has been read.");
    }

    /// <summary>Waits until a shard has ended or it is time to look for new ones.</summary>
    private async Task WaitAsync(List<Task> reading, CancellationToken cancellationToken)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tick = Task.Delay(progress.IsSuccessorExpected ? SuccessorInterval : DescribeInterval, time, pause.Token);
        await Task.WhenAny([.. reading, tick]);
        await pause.CancelAsync();
        var ended = reading.Where(task => task.IsCompleted).ToList();
        reading.RemoveAll(ended.Contains);
        foreach (var task in ended)
            await task;
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task ReportAsync(SemaphoreSlim reporting, CancellationToken cancellationToken)
    {
        Warn(progress.Lag);
        if (OnMoved is null)
            return;
        var wanted = progress.Version;
        await reporting.WaitAsync(cancellationToken);
        try
        {
            if (reportedVersion >= wanted)
                return;
            var version = progress.Version;
            await OnMoved(progress.Position, cancellationToken);
            reportedVersion = version;
        }
        finally
        {
            reporting.Release();
        }
    }

    private void Warn(TimeSpan lag)
    {
        if (warning.For(lag) is string text)
            OnWarning?.Invoke(text);
    }
}
