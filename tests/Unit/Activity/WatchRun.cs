using System.Diagnostics;
using System.Globalization;
using DynamoNamespace.Engine.Activity;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.CatchUp.Streams;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Activity;

/// <summary>A watch on a stream that a test writes, beside a clock that the test moves.</summary>
internal sealed class WatchRun
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider time;
    private readonly Task<MigrationRun<DdbTableActivity>> running;
    private readonly List<DdbTableActivity> looks = [];

    public WatchRun(FakeStream stream, FakeTimeProvider time, Func<TableQuietOptions, TableQuietOptions>? with = null, IReadOnlyList<string>? replicas = null)
    {
        this.time = time;
        var options = new TableQuietOptions { TableName = "limits", QuietTime = TimeSpan.FromSeconds(10) };
        options = with?.Invoke(options) ?? options;
        var table = StreamTables.WithStream(FakeStream.Arn);
        var description = stream.DescribeAsync(FakeStream.Arn, CancellationToken.None).Result;
        var watch = new TableWatch(stream, table, replicas ?? [], StreamPosition.Take(FakeStream.Arn, description, time.GetUtcNow()), options, Observer, time);
        running = Task.Run(() => TableQuiet.WatchAsync(watch, table, options, Look, CancellationToken.None));
    }

    public RecordingObserver Observer { get; } = new();

    public bool HasEnded => running.IsCompleted;

    /// <summary>What the watch last said.</summary>
    public DdbTableActivity? Last
    {
        get
        {
            lock (looks)
                return looks.Count > 0 ? looks[^1] : null;
        }
    }

    /// <summary>A record as DynamoDB writes it.</summary>
    public static Func<string, long, string> Record(string name, string keys, string? old = null, string? made = null, string more = "") => (number, at) =>
        $$"""{"eventName":"{{name}}","dynamodb":{"ApproximateCreationDateTime":{{at.ToString(CultureInfo.InvariantCulture)}},"Keys":{{keys}},{{(old is null ? "" : $"\"OldImage\":{old},")}}{{(made is null ? "" : $"\"NewImage\":{made},")}}"SequenceNumber":"{{number}}"}{{more}}}""";

    /// <summary>Lets the clock run until something holds.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(waited.Elapsed < Patience.Limit, $"What the test waits for does not come. The watch says: {Last}");
            await Task.Delay(1);
            time.Advance(Step);
        }
    }

    public async Task<MigrationRun<DdbTableActivity>> EndAsync()
    {
        await UntilAsync(() => running.IsCompleted);
        return await running;
    }

    private void Look(DdbTableActivity activity)
    {
        lock (looks)
            looks.Add(activity);
    }
}
