using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Maps the candidates of scanned pages and hands them on in batches, which may reach over pages and segments.</summary>
/// <param name="session">The run.</param>
/// <param name="counters">Where this phase of the run is counted.</param>
/// <param name="keepsWholeSource">Whether the old item goes along whole, as a delete needs it, or just its key.</param>
/// <param name="send">Takes a full batch over.</param>
/// <param name="leavesUnmappable">Whether what cannot be mapped is left without a word, because it has no copy, or reported as failed.</param>
internal sealed class MappingHandler(
    MigrationSession session, RunCounters counters, bool keepsWholeSource, Func<WriteBatch, CancellationToken, ValueTask> send, bool leavesUnmappable = false) : IPageHandler
{
    private WriteBatch batch = new();

    public async ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        counters.Count(RunCount.Scanned, progress, page.ScannedCount);
        foreach (var item in page.Items)
        {
            if (session.Mapping.FindRule(item) is not { } rule)
            {
                if (!leavesUnmappable && session.IsOverlooked(item))
                    Leave(item, null, $"No rule of the mapping '{session.Mapping.Name}' matches it, so it stays in table '{session.Table.Name}'. Add a rule for it, or one with \"leave\": true.", progress);
                continue;
            }

            counters.CountCandidate(session.Mapping.Families.Read(item), progress);
            if (session.Expiry.HasPassed(item))
                counters.Count(RunCount.Skipped, progress);
            else
                Add(item, rule, progress);
            if (batch.IsFull(session.Layout.BatchSize))
                await SendAsync(cancellationToken);
        }
    }

    public async ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        if (batch.Items.Count > 0)
            await SendAsync(cancellationToken);
        batch.Dispose();
    }

    private void Add(in Item item, MappingRule rule, PageProgress progress)
    {
        var (length, slots) = (batch.Block.Length, batch.Block.SlotCount);
        if (!rule.TryMap(item, batch.Block, out var mapped, out var problem))
        {
            Leave(item, null, $"The mapping's rule '{rule.Name}' cannot map it: {problem}. The old item was left as it is.", progress);
            return;
        }

        if (session.FindProblem(item, mapped) is { } reason)
        {
            Leave(item, session.Target.Table.Key.Describe(mapped), $"It cannot be migrated: {reason}. The old item was left as it is.", progress);
            batch.Block.Truncate(length, slots);
            return;
        }

        var source = keepsWholeSource ? item.CopyTo(batch.Block) : session.Table.Key.Extract(item, batch.Block);
        progress.Hold();
        batch.Add(new MigratingItem(source, mapped, rule, progress));
    }

    private void Leave(in Item item, string? targetKey, string detail, PageProgress progress)
    {
        if (leavesUnmappable)
        {
            counters.Count(RunCount.Skipped, progress);
            return;
        }

        using var scratch = new ItemBlock(512, 4);
        var key = session.Table.Key;
        counters.Report(new DdbItemReport(DdbItemReason.Failed, key.Describe(item), targetKey, [], detail) { SourceKeyJson = key.Extract(item, scratch).ToString() }, progress);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var full = batch;
        batch = new WriteBatch();
        await send(full, cancellationToken);
    }
}
