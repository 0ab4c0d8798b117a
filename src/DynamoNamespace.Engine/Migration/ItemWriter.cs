using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// Puts mapped items where nothing stands yet, and looks at what stands where something does. An instance serves one thread.
/// </summary>
internal sealed class ItemWriter
{
    private readonly ItemCalls target;
    private readonly RunCounters counters;
    private readonly WriteMode mode;
    private readonly TargetKeys? targets;
    private readonly BatchInserter inserter;
    private readonly CopyProof proof;
    private readonly SourceReview review;
    private readonly CanonicalItem canonical = new();

    public ItemWriter(MigrationSession session, WriteMode mode, TargetKeys? targets)
    {
        target = session.Target;
        counters = session.Counters;
        this.mode = mode;
        this.targets = targets;
        inserter = new BatchInserter(target, mode, session.Time);
        proof = new CopyProof(session.Table.Key, target);
        review = new SourceReview(session.Calls, session.Mapping, proof);
    }

    public async Task WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<MigratingItem> pending = batch.Items;
        if (mode.LooksFirst)
        {
            var missing = await LookAsync(pending, isFirst: true, cancellationToken);
            mode.Learn(looked: pending.Count, found: pending.Count - missing.Count);
            pending = missing;
        }

        if (mode.IsDryRun)
        {
            foreach (var item in pending)
                Plan(item);
            return;
        }

        // An item that stood in the way may be gone again when it is looked at.
        for (var round = 1; pending.Count > 0 && round <= Backoff.MaximumAttempts; round++)
            pending = await InsertAsync(pending, cancellationToken);
        foreach (var item in pending)
            Fail(item, $"Something was put under its key and deleted again {Backoff.MaximumAttempts} times. Run the same command again.");
    }

    /// <summary>Puts what is left.</summary>
    /// <returns>The items whose keys were taken and are free again.</returns>
    private async Task<List<MigratingItem>> InsertAsync(IReadOnlyList<MigratingItem> pending, CancellationToken cancellationToken)
    {
        var taken = new List<MigratingItem>();
        await inserter.InsertAsync(
            pending,
            written: item => counters.Settle(item, RunCount.Written),
            taken: taken.Add,
            failed: Fail,
            cancellationToken);
        if (taken.Count == 0)
            return taken;
        mode.Learn(looked: pending.Count, found: taken.Count);
        return await LookAsync(taken, isFirst: false, cancellationToken);
    }

    /// <summary>Looks at the target keys and counts what stands there; before a put a cheap look will do, because a put overwrites nothing.</summary>
    /// <returns>The items under whose keys nothing stands.</returns>
    private async Task<List<MigratingItem>> LookAsync(IReadOnlyList<MigratingItem> items, bool isFirst, CancellationToken cancellationToken)
    {
        var missing = new List<MigratingItem>();
        var doubtful = new List<MigratingItem>();
        using (var copies = await proof.ReadCopiesAsync(items, consistent: !isFirst, cancellationToken))
        {
            foreach (var item in items)
            {
                var state = proof.Judge(item, copies, out var copy);
                if (state == CopyState.Missing)
                    missing.Add(item);
                else if (state is CopyState.Equal or CopyState.Newer)
                    SettleMigrated(item, isFirst);
                else
                    doubtful.Add(item);
            }
        }

        foreach (var item in doubtful)
        {
            if (await IsMissingAsync(item, cancellationToken))
                missing.Add(item);
        }

        return missing;
    }

    /// <summary>A conflict is only called one after both items were read consistently.</summary>
    private async Task<bool> IsMissingAsync(MigratingItem item, CancellationToken cancellationToken)
    {
        switch (await review.ReviewAsync(item, cancellationToken))
        {
            case null:
                counters.Settle(item, RunCount.Skipped);
                return false;
            case { State: CopyState.Missing }:
                return true;
            case { State: CopyState.Different, Conflict: var conflict }:
                counters.Settle(item, conflict ?? proof.Report(item, DdbItemReason.Failed, [], "The old item changed since it was read, so that the mapping does not map it any more. Run the same command again."));
                return false;
            default:
                counters.Settle(item, RunCount.AlreadyMigrated);
                return false;
        }
    }

    private void SettleMigrated(MigratingItem item, bool isSaved)
    {
        if (isSaved && !mode.IsDryRun)
            counters.Count(RunCount.SavedWriteUnits, item.Page, CapacityUnits.Write(ItemSize.Of(item.Mapped)));
        counters.Settle(item, RunCount.AlreadyMigrated);
    }

    private void Plan(MigratingItem item)
    {
        counters.Count(RunCount.EstimatedWriteUnits, item.Page, WriteCost.Of(item.Mapped, target.Table));
        targets?.Add(item, canonical);
        counters.Settle(item, RunCount.ToWrite);
    }

    private void Fail(MigratingItem item, string detail) => counters.Settle(item, proof.Report(item, DdbItemReason.Failed, [], detail));
}
