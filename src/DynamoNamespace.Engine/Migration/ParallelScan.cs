using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Takes the pages that one scanning task reads, one after another.</summary>
internal interface IPageHandler
{
    /// <summary>Handles a page; its items may not be kept beyond this call. Items that are settled later hold its progress until then.</summary>
    ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken);

    /// <summary>Handles what the task has left after its last page.</summary>
    ValueTask OnEndAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Scans a table in many small segments, which a few tasks take one after another, so that work spreads evenly.
/// </summary>
/// <param name="calls">The calls on the table.</param>
/// <param name="layout">Segments, tasks and pages.</param>
/// <param name="scan">Which segments are left.</param>
/// <param name="indexName">The index to scan instead of the table.</param>
internal sealed class ParallelScan(ItemCalls calls, ScanLayout layout, ScanProgress scan, string? indexName = null)
{
    private readonly ScanScope scope = new(indexName, layout.Filter);

    public async Task RunAsync(Func<IPageHandler> newHandler, CancellationToken cancellationToken)
    {
        using var group = new TaskGroup(cancellationToken);
        for (var index = 0; index < layout.Scanners; index++)
            group.Start(token => ScanSegmentsAsync(newHandler(), token));
        await group.WaitAsync();
    }

    private async Task ScanSegmentsAsync(IPageHandler handler, CancellationToken cancellationToken)
    {
        while (scan.TakeSegment() is { } segment)
        {
            var startKey = segment.StartKey;
            do
            {
                using var page = await calls.ScanAsync(segment.Segment, scan.TotalSegments, layout.PageLimit, startKey, scope, cancellationToken);
                startKey = page.LastEvaluatedKey;
                var progress = segment.Begin(startKey);
                progress.ReadUnits = page.ReadUnits;
                await handler.OnPageAsync(page, progress, cancellationToken);
                progress.Release();
            }
            while (startKey is not null);
        }

        await handler.OnEndAsync(cancellationToken);
    }
}
