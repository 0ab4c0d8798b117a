using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Takes the pages that one scanning task reads, one after another.</summary>
internal interface IPageHandler
{
    /// <summary>Handles a page; its items may not be kept beyond this call.</summary>
    ValueTask OnPageAsync(ScanPage page, CancellationToken cancellationToken);

    /// <summary>Handles what the task has left after its last page.</summary>
    ValueTask OnEndAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Scans a table in many small segments, which a few tasks take one after another, so that work spreads evenly.
/// </summary>
internal sealed class ParallelScan(ItemCalls calls, ScanLayout layout)
{
    private int nextSegment = -1;

    public async Task RunAsync(Func<IPageHandler> newHandler, CancellationToken cancellationToken)
    {
        using var group = new TaskGroup(cancellationToken);
        for (var index = 0; index < layout.Scanners; index++)
            group.Start(token => ScanSegmentsAsync(newHandler(), token));
        await group.WaitAsync();
    }

    private async Task ScanSegmentsAsync(IPageHandler handler, CancellationToken cancellationToken)
    {
        int segment;
        while ((segment = Interlocked.Increment(ref nextSegment)) < layout.TotalSegments)
        {
            byte[]? startKey = null;
            do
            {
                using var page = await calls.ScanAsync(segment, layout.TotalSegments, layout.PageLimit, startKey, cancellationToken);
                startKey = page.LastEvaluatedKey;
                await handler.OnPageAsync(page, cancellationToken);
            }
            while (startKey is not null);
        }

        await handler.OnEndAsync(cancellationToken);
    }
}
