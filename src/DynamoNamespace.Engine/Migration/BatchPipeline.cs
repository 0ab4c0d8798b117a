using System.Threading.Channels;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// Scan, map and write as streams: a few tasks scan and map, a bounded channel hands batches to the writing tasks,
/// so that memory depends on the number of tasks and not on the table.
/// </summary>
/// <param name="session">The run.</param>
/// <param name="scanned">The table that is scanned.</param>
/// <param name="progress">Where the scan stands.</param>
/// <param name="newHandler">Makes what one scanning task does with its pages.</param>
/// <param name="filter">Which items the scan is to bring; null for all.</param>
internal sealed class BatchPipeline(
    MigrationSession session, ItemCalls scanned, ScanProgress progress, Func<Func<WriteBatch, CancellationToken, ValueTask>, IPageHandler> newHandler, ScanFilter? filter = null)
{
    /// <param name="newWriter">Makes what one writing task does with a batch.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task RunAsync(Func<Func<WriteBatch, CancellationToken, Task>> newWriter, CancellationToken cancellationToken)
    {
        var batches = Channel.CreateBounded<WriteBatch>(session.Layout.Writers);
        using var group = new TaskGroup(cancellationToken);
        group.Start(async token =>
        {
            await new ParallelScan(scanned, session.LayoutOf(scanned) with { Filter = filter }, progress).RunAsync(() => newHandler(batches.Writer.WriteAsync), token);
            batches.Writer.Complete();
        });
        for (var index = 0; index < session.Layout.Writers; index++)
        {
            var write = newWriter();
            group.Start(async token =>
            {
                await foreach (var batch in batches.Reader.ReadAllAsync(token))
                {
                    using (batch)
                        await write(batch, token);
                }
            });
        }

        await group.WaitAsync();
    }
}
