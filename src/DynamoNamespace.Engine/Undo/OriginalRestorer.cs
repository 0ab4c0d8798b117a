using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Undo;

/// <summary>
/// Puts back the old items that the journal holds, if nothing stands under their keys. One whose copy is gone was deleted by a new client, and stays so.
/// </summary>
internal sealed class OriginalRestorer(MigrationSession session, WriteMode mode, JournalIndex index)
{
    private readonly BatchInserter inserter = new(session.Calls, mode, session.Time);
    private readonly CopyProof copies = new(session.Table.Key, session.Target);
    private readonly CopyProof olds = new(session.Target.Table.Key, session.Calls);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var originals in DeletedOriginals.Read(session.Folder.DeletionsPath, index).Chunk(session.Layout.BatchSize))
            await RestoreAsync(originals, cancellationToken);
    }

    private async Task RestoreAsync(byte[][] originals, CancellationToken cancellationToken)
    {
        using var block = new ItemBlock();
        var items = new List<MigratingItem>();
        foreach (var json in originals)
        {
            var old = ItemReader.Parse(json, block);
            string? problem = "no rule matches it";
            if (session.Mapping.FindRule(old) is { } rule && rule.TryMap(old, block, out var mapped, out problem))
                items.Add(new MigratingItem(old, mapped, rule, new PageProgress(null, static () => { })));
            else
                Fail(old, problem!, block);
        }

        using var found = await copies.ReadCopiesAsync(items, consistent: true, cancellationToken);
        var wanted = items.Where(item => copies.Judge(item, found, out _) != CopyState.Missing).Select(item => item with { Source = item.Mapped, Mapped = item.Source }).ToList();
        using var standing = await olds.ReadCopiesAsync(wanted, consistent: true, cancellationToken);
        var absent = wanted.Where(item => olds.Judge(item, standing, out _) == CopyState.Missing).ToList();
        if (mode.IsDryRun)
        {
            session.Counters.Count(RunCount.ToRestore, null, absent.Count);
            return;
        }

        await inserter.InsertAsync(
            absent,
            written: _ => session.Counters.Count(RunCount.Restored, null),
            taken: static _ => { },
            failed: (item, detail) => session.Counters.Report(DeletionWording.Copies.Arrange(
                olds.Report(item, DdbItemReason.Failed, [], $"Its old item could not be put back: {detail} The copy was left.")), null),
            cancellationToken);
    }

    /// <summary>The undo is incomplete then, and the journal stays.</summary>
    private void Fail(in Item old, string problem, ItemBlock block) => session.Counters.Report(
        new DdbItemReport(DdbItemReason.Failed, session.Table.Key.Describe(old), null, [],
            $"The migration deleted it, and its copy cannot be found to take it back, because the mapping cannot map it any more: {problem.TrimEnd('.')}. It is kept in '{session.Folder.DeletionsPath}'.")
        {
            SourceKeyJson = session.Table.Key.Extract(old, block).ToString(),
        }, null);
}
