using System.Diagnostics;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Proves a shadow against its table, item by item, and the old index's keys too: a scan of each, matched through digests.</summary>
internal sealed class IndexVerification(
    DynamoDbClient client, IndexTable table, IndexMigrationOptions options, Action<DdbMigrationDifference>? onDifference, IRunObserver observer)
{
    private readonly MigrationOptions limits = new()
    {
        TableName = options.TableName,
        MaxReadUnits = options.MaxReadUnits,
        TotalSegments = options.TotalSegments,
        ThrottleLimit = options.ThrottleLimit,
    };

    private readonly TimeProvider time = TimeProvider.System;
    private readonly Stopwatch elapsed = Stopwatch.StartNew();
    private readonly List<RateController> rates = [];
    private long scanned;

    /// <param name="withOld">Whether the old index is read too, which counts as reading it.</param>
    /// <param name="cancellationToken">Stops the scans.</param>
    public async Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(bool withOld, CancellationToken cancellationToken)
    {
        var report = new IndexReport(table, options);
        if (report.CheckShadow() is { Status: not DdbCheckStatus.Pass } notReady)
            return report.NotReady(notReady);
        var layout = ScanLayout.For(limits, table.Table).ForReading();
        var tableCalls = Calls(table.Table.Provisioned);
        using var shadow = Open(options.ShadowIndexName, keysOnly: false);
        using var old = withOld && table.Find(options.IndexName) is { IsActive: true } ? Open(options.IndexName, keysOnly: true) : null;
        ProvenIndex[] indexes = old is null ? [shadow] : [shadow, old];
        foreach (var index in indexes)
            await ScanAsync(index.Calls, index.Name, layout, () => new IndexEntryHandler(index, OnScanned), cancellationToken);
        await ScanAsync(tableCalls, null, layout, () => new TableEntryHandler(indexes, OnScanned), cancellationToken);
        foreach (var index in indexes)
            await WithProgressAsync($"Look again at {index.Name}", () => new EntryReview(index, tableCalls, layout.Scanners, options.Patience, time).RunAsync(cancellationToken));
        return report.Checks(shadow.Found, old?.Found);
    }

    private ProvenIndex Open(string name, bool keysOnly)
    {
        var index = table.Require(name);
        var entries = new IndexEntries(table.Table.Key, index, keysOnly);
        return new ProvenIndex(entries, Calls(index.Provisioned), new IndexLedger(table.Table.ItemCount), new IndexFindings(onDifference));
    }

    /// <summary>Calls within what the table, or the index, is provisioned with.</summary>
    private ItemCalls Calls(ProvisionedUnits? provisioned)
    {
        var rate = new RateController(RunLimits.For(limits, table.Table with { Provisioned = provisioned }), table.Name, time);
        rates.Add(rate);
        client.Counters.WhenThrottled = operation => rates.ForEach(each => each.OnThrottled(operation));
        return new ItemCalls(client, table.Table, rate, time);
    }

    private Task ScanAsync(ItemCalls calls, string? indexName, ScanLayout layout, Func<IPageHandler> newHandler, CancellationToken cancellationToken)
    {
        Volatile.Write(ref scanned, 0);
        var scan = new ParallelScan(calls, layout, new ScanProgress(layout.TotalSegments, static _ => false, null), indexName);
        return WithProgressAsync(indexName is null ? "Read the table" : $"Read {indexName}", () => scan.RunAsync(newHandler, cancellationToken));
    }

    private Task WithProgressAsync(string phase, Func<Task> work) => RunProgress.WithAsync(observer, time, () => Snapshot(phase), work);

    private void OnScanned(int items) => Interlocked.Add(ref scanned, items);

    private RunSnapshot Snapshot(string phase) => new(
        phase, Interlocked.Read(ref scanned), table.Table.ItemCount, 0, 0, 0,
        rates.Sum(rate => rate.Meter.Read.Consumed), 0, client.Counters.Throttled, elapsed.Elapsed, rates[^1].Status);
}
