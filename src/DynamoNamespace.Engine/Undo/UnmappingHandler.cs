using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Undo;

/// <summary>
/// Finds the copies on scanned pages and takes them back to the items that they came from, in memory, and hands both on in batches: the copy as the
/// source of what follows, and the old item as what it maps to.
/// </summary>
internal sealed class UnmappingHandler(MigrationSession session, Func<WriteBatch, CancellationToken, ValueTask> send) : IPageHandler
{
    private readonly ItemComparison comparison = new();
    private readonly ItemBlock scratch = new();
    private WriteBatch batch = new();

    public async ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        session.Counters.Count(RunCount.Scanned, progress, page.ScannedCount);
        foreach (var item in page.Items)
        {
            if ((session.IsOneTable && session.Mapping.FindRule(item) is not null) || session.Mapping.FindTargetRule(item) is not { } rule)
                continue;
            session.Counters.CountCandidate(session.Mapping.Families.Read(item), progress);
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
        scratch.Dispose();
    }

    private void Add(in Item copy, MappingRule rule, PageProgress progress)
    {
        var (length, slots) = (batch.Block.Length, batch.Block.SlotCount);
        if (!rule.TryUnmap(copy, batch.Block, out var old, out var wrong))
        {
            Report(copy, wrong, $"A new client changed or made it: {string.Join(", ", wrong)} is not as the mapping makes it, so its old item cannot be told. It was left as it is.", progress);
            return;
        }

        if (!session.Table.Key.Covers(old) || !LeadsBack(old, copy))
        {
            batch.Block.Truncate(length, slots);
            Report(copy, [], "The mapping does not map the item that it would go back to onto it again, so the two do not belong together. It was left as it is.", progress);
            return;
        }

        progress.Hold();
        batch.Add(new MigratingItem(ItemReader.Parse(copy.Json, batch.Block), old, rule, progress));
    }

    private bool LeadsBack(in Item old, in Item copy)
    {
        scratch.Clear();
        return session.Mapping.FindRule(old) is { } rule && rule.TryMap(old, scratch, out var mapped, out _) && comparison.AreEqual(mapped, copy);
    }

    private void Report(in Item copy, IReadOnlyList<string> attributes, string detail, PageProgress progress)
    {
        scratch.Clear();
        var key = session.Target.Table.Key;
        session.Counters.Report(new DdbItemReport(DdbItemReason.Changed, "", key.Describe(copy), attributes, detail)
        {
            TargetKeyJson = key.Extract(copy, scratch).ToString(),
        }, progress);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var full = batch;
        batch = new WriteBatch();
        await send(full, cancellationToken);
    }
}
