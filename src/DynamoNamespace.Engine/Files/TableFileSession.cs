using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Files;

/// <summary>An export or an import at work: its connection, table and limits.</summary>
internal sealed class TableFileSession
{
    private readonly DynamoDbClient client;
    private readonly long startedAt;

    private TableFileSession(TableFileOptions options, DynamoDbClient client, TableDescriptor table, IRunObserver observer, TimeProvider time)
    {
        this.client = client;
        Table = table;
        Observer = observer;
        Time = time;
        var isConsistent = options is not TableExportOptions { EventuallyConsistent: true };
        var limits = options.ToLimits();
        var own = RunLimits.For(limits, table);
        // A consistent read takes twice the units, so a page is to be half as large.
        var readUnits = own.Read.UnitsPerSecond / (isConsistent ? 2 : 1);
        Layout = ScanLayout.For(limits with { MaxReadUnits = readUnits, MaxWriteUnits = own.Write.UnitsPerSecond }, table);
        Rate = new RateController(own, table.Name, time);
        client.Counters.WhenThrottled = Rate.OnThrottled;
        Calls = new ItemCalls(client, table, Rate, time) { ScansConsistently = isConsistent };
        startedAt = time.GetTimestamp();
        StartedAt = time.GetUtcNow();
    }

    public TableDescriptor Table { get; }

    public ItemCalls Calls { get; }

    public ScanLayout Layout { get; }

    public RateController Rate { get; }

    public IRunObserver Observer { get; }

    public TimeProvider Time { get; }

    public DateTimeOffset StartedAt { get; }

    public TimeSpan Elapsed => Time.GetElapsedTime(startedAt);

    /// <summary>What it has used so far.</summary>
    public RequestTotals Used => new(Rate.Meter.Read.Consumed, Rate.Meter.Write.Consumed, client.Counters.Requests, client.Counters.Retries, client.Counters.Throttled);

    /// <summary>Runs an operation on a table that can be read and written; what AWS throws comes out as an error that a user can act on.</summary>
    public static Task<T> RunAsync<T>(
        TableFileOptions options, IRunObserver observer, TimeProvider time, Func<TableFileSession, Task<T>> work, CancellationToken cancellationToken) =>
        AwsCall.RunAsync(options.Connection, options.TableName, async client =>
        {
            var table = await TableReader.ReadAsync(client, options.TableName, cancellationToken);
            TableReader.RequireUsable(table);
            var session = new TableFileSession(options, client, table, observer, time);
            observer.OnVerbose(FormattableString.Invariant($"Table {table.Name}: {session.Layout.TotalSegments} segments, {session.Layout.Scanners} scanning tasks. Limits: {session.Rate.Own}."));
            return await work(session);
        }, cancellationToken);

    /// <summary>Turns what ended the run into an error that a user can act on.</summary>
    public Exception Translate(Exception error) => AwsErrors.Translate(error, Table.Name, ConnectionFactory.EndpointOf(client));

    /// <summary>Scans the whole table, and tells how far it is.</summary>
    public Task ScanAsync(string phase, ItemSetDigest scanned, long estimated, Func<IPageHandler> newHandler, CancellationToken cancellationToken)
    {
        var layout = Layout.ForReading();
        var progress = new ScanProgress(layout.TotalSegments, static _ => false, null);
        return WithProgressAsync(() => Snapshot(phase, estimated, scanned.Items, scanned.Items, 0), () => new ParallelScan(Calls, layout, progress).RunAsync(newHandler, cancellationToken));
    }

    public Task WithProgressAsync(Func<RunSnapshot> snapshot, Func<Task> work) => RunProgress.WithAsync(Observer, Time, snapshot, work);

    public RunSnapshot Snapshot(string phase, long estimated, long read, long done, long troubled) => new(
        phase, read, estimated, read, done, troubled, Rate.Meter.Read.Consumed, Rate.Meter.Write.Consumed, client.Counters.Throttled, Elapsed, Rate.Status)
    {
        Noun = "items",
    };
}
