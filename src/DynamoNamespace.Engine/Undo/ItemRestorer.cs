using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Undo;

/// <summary>
/// Puts old items back that the migration deleted, if nothing stands under their keys, and then removes the copies whose old items stand, each on the
/// condition that it is still as it was read. What a new client changed or made stays, unless it is asked for. An instance serves one thread.
/// </summary>
internal sealed class ItemRestorer
{
    private readonly MigrationSession session;
    private readonly RunCounters counters;
    private readonly JournalIndex index;
    private readonly DeletionJournal? journal;
    private readonly BatchInserter inserter;
    private readonly ItemDeleter remover;
    private readonly CopyProof proof;
    private readonly CanonicalItem canonical = new();
    private readonly ItemComparison comparison = new();
    private readonly ItemBlock scratch = new();

    public ItemRestorer(MigrationSession session, WriteMode mode, JournalIndex index, DeletionJournal? journal)
    {
        this.session = session;
        this.index = index;
        this.journal = journal;
        counters = session.Counters;
        inserter = new BatchInserter(session.Calls, mode, session.Time);
        remover = new ItemDeleter(session.Target, session.Calls, counters, mode, DeletionWording.Copies, null, session.Time);
        proof = new CopyProof(session.Target.Table.Key, session.Calls);
    }

    public async Task RestoreAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        scratch.Clear();
        var sorted = new SortedCopies();
        using (var olds = await proof.ReadCopiesAsync(batch.Items, consistent: true, cancellationToken))
        {
            foreach (var item in batch.Items)
                Sort(item, olds, sorted);
        }

        if (session.Options.DryRun)
            Plan(sorted);
        else
            await CarryOutAsync(sorted, cancellationToken);
    }

    private void Sort(MigratingItem item, FoundItems olds, SortedCopies sorted)
    {
        var entry = index.Find(canonical.Digest(session.Target.Table.Key.Extract(item.Source, scratch)));
        var isTouched = entry is null or { Kind: JournalEntryKind.RestoredFromChanged } || entry.Content != canonical.Digest(item.Source);
        var state = proof.Judge(item, olds, out var old);
        if (session.IsShared(item.Source))
        {
            SortShared(item, state, entry, isTouched, sorted);
            return;
        }

        if (state == CopyState.Missing)
        {
            var restored = Restored(item, entry, isTouched);
            if (entry is not null || session.Options.IncludeChanged)
                sorted.ToRestore.Add(restored);
            if (!isTouched || session.Options.IncludeChanged)
                sorted.ToRemove.Add(restored);
            else
                sorted.Touched.Add((item, entry is null ? Made(item) : Changed(item)));
            if (isTouched && entry is not null)
                sorted.RestoredFromChanged.Add(item);
            return;
        }

        var isCopy = state is CopyState.Equal or CopyState.Newer || MapsTo(old, item.Source);
        if (isCopy && entry is not { Kind: JournalEntryKind.RestoredFromChanged })
            sorted.ToRemove.Add(state == CopyState.Different ? item with { Mapped = ItemReader.Parse(old.Json, scratch) } : item);
        else if (session.Options.IncludeChanged)
            sorted.ToRemoveAnyway.Add(item);
        else
            sorted.Touched.Add((item, isCopy ? Changed(item) : Differs(item, old)));
    }

    /// <summary>What other tenants use too stays, whoever put it there; the old item comes back all the same.</summary>
    private void SortShared(MigratingItem item, CopyState state, JournalEntry? entry, bool isTouched, SortedCopies sorted)
    {
        if (state == CopyState.Missing && entry is not null)
            sorted.ToRestore.Add(item = Restored(item, entry, isTouched));
        sorted.ToLeave.Add(item);
    }

    /// <summary>The entry tells the old item itself where the copy alone does not, as long as it is still the same.</summary>
    private MigratingItem Restored(MigratingItem item, JournalEntry? entry, bool isTouched) =>
        entry is { Original.Length: > 0 } && !isTouched ? item with { Mapped = ItemReader.Parse(entry.Original, scratch) } : item;

    /// <summary>An old item with an attribute that the mapping overwrites is not what the copy alone tells, and yet what it was made of.</summary>
    private bool MapsTo(in Item old, in Item copy)
    {
        using var block = new ItemBlock(copy.Json.Length);
        return session.Mapping.FindRule(old) is { } rule && rule.TryMap(old, block, out var mapped, out _) && comparison.AreEqual(mapped, copy);
    }

    private void Plan(SortedCopies sorted)
    {
        foreach (var item in sorted.ToRestore)
            counters.Count(RunCount.ToRestore, item.Page);
        foreach (var item in sorted.ToRemove.Concat(sorted.ToRemoveAnyway))
            counters.Settle(item, RunCount.ToDelete);
        foreach (var item in sorted.ToLeave)
            counters.Settle(item, RunCount.Skipped);
        foreach (var (item, report) in sorted.Touched)
            counters.Settle(item, report);
    }

    private async Task CarryOutAsync(SortedCopies sorted, CancellationToken cancellationToken)
    {
        // Before the old item stands again, so that the next undo does not take the copy for untouched.
        foreach (var item in sorted.RestoredFromChanged)
            journal!.AddRestoredFromChanged(item.Source);
        var failed = new Dictionary<MigratingItem, string>();
        await inserter.InsertAsync(
            sorted.ToRestore,
            written: item => counters.Count(RunCount.Restored, item.Page),
            taken: static _ => { },
            failed: failed.Add,
            cancellationToken);
        foreach (var (item, detail) in failed)
            counters.Settle(item, Report(item, DdbItemReason.Failed, [], $"Its old item could not be put back: {detail} The copy was left."));
        foreach (var (item, report) in sorted.Touched.Where(touched => !failed.ContainsKey(touched.Item)))
            counters.Settle(item, report);
        foreach (var item in sorted.ToLeave.Where(item => !failed.ContainsKey(item)))
            counters.Settle(item, RunCount.Skipped);
        await remover.DeleteAsync([.. sorted.ToRemove.Where(item => !failed.ContainsKey(item))], cancellationToken);
        await remover.DeleteUnchangedAsync([.. sorted.ToRemoveAnyway], cancellationToken);
    }

    private DdbItemReport Made(MigratingItem item) => Report(item, DdbItemReason.Changed, [],
        "It has no old item, and no record says that this migration deleted one: a new client made it, an old client deleted its old item, or the delete kept its records in another folder. It was left.");

    private DdbItemReport Changed(MigratingItem item) => Report(item, DdbItemReason.Changed, [],
        "A new client changed the copy after the migration. Its old item was put back with the copy's values, and the copy was left.");

    private DdbItemReport Differs(MigratingItem item, in Item old) => Report(item, DdbItemReason.Changed, proof.DifferingAttributes(item, old),
        "The copy and its old item differ: one of them was changed after the copy. Both were left.");

    private DdbItemReport Report(MigratingItem item, DdbItemReason reason, IReadOnlyList<string> attributes, string detail) =>
        DeletionWording.Copies.Arrange(proof.Report(item, reason, attributes, detail));

    private sealed class SortedCopies
    {
        public List<MigratingItem> ToRestore { get; } = [];

        public List<MigratingItem> RestoredFromChanged { get; } = [];

        public List<MigratingItem> ToLeave { get; } = [];

        /// <summary>Once their old items are proven to stand.</summary>
        public List<MigratingItem> ToRemove { get; } = [];

        /// <summary>Though they are not what their old items map to.</summary>
        public List<MigratingItem> ToRemoveAnyway { get; } = [];

        public List<(MigratingItem Item, DdbItemReport Report)> Touched { get; } = [];
    }
}
