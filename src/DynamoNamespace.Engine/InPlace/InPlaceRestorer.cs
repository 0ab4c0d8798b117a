using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Gives items back what they had where the migration wrote.</summary>
internal sealed class InPlaceRestorer(MigrationSession session, InPlaceMapping mapping, WriteMode mode, UndoJudge judge)
    : OptimisticUpdater(session, mode, RunCount.Restored)
{
    protected override string AlwaysChanged { get; } = $"Clients changed it each time before it could be taken back, {Backoff.MaximumAttempts} times. Run the same command again.";

    protected override void Plan(MigratingItem item) => Counters.Settle(item, RunCount.ToRestore);

    // Only what is written back decides: a client may change what the rule reads.
    protected override ItemUpdate? FindUpdate(MigratingItem item)
    {
        var rule = mapping.Of(item.Rule);
        return rule.UpdateTo(item.Source, item.Mapped, Comparison) is { } update ? update with { Guarded = rule.Written } : null;
    }

    protected override void Judge(MigratingItem item, in Item current, ItemBlock block, List<MigratingItem> again)
    {
        var verdict = judge.Judge(current, block);
        if (verdict.Rule is { } rule)
            again.Add(item with { Source = current.CopyTo(block), Mapped = verdict.Before, Rule = rule.Rule });
        else if (verdict.Reason is null)
            // Taken back, and the answer was lost.
            Counters.SettleInPlace(item, RunCount.Restored);
        else
            Counters.Settle(item, InPlaceReports.Left(Session, current, verdict, Scratch));
    }
}
