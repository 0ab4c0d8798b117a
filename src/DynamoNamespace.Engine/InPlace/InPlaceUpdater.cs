using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Changes items to what they map to, where nothing has changed that their rules read or write; those that did change are mapped anew.</summary>
internal sealed class InPlaceUpdater(MigrationSession session, InPlaceMapping mapping, WriteMode mode, UpdateJournal? journal)
    : OptimisticUpdater(session, mode, RunCount.Written)
{
    private readonly CanonicalItem canonical = new();

    protected override string AlwaysChanged { get; } =
        $"Clients changed it each time before it could be written, {Backoff.MaximumAttempts} times. It was left as they wrote it. Run the same command again.";

    protected override void Plan(MigratingItem item)
    {
        if (FindUpdate(item) is { } update)
            Counters.Count(RunCount.EstimatedWriteUnits, item.Page, UpdateCost.Of(update, item.Mapped, Session.Table));
        Counters.Settle(item, RunCount.ToWrite);
    }

    protected override ItemUpdate? FindUpdate(MigratingItem item) => mapping.Of(item.Rule).UpdateTo(item.Source, item.Mapped, Comparison);

    protected override void Record(IReadOnlyList<MigratingItem> items, IReadOnlyList<ItemUpdate> updates) =>
        journal!.Add(updates.Select((update, index) => (mapping.Of(items[index].Rule), update, (byte[]?)null)));

    protected override void Judge(MigratingItem item, in Item current, ItemBlock block, List<MigratingItem> again)
    {
        if (mapping.FindRule(current) is { } rule)
            MapAnew(item, current, rule, block, again);
        else if (IsWritten(item, current))
            // An update whose answer was lost was sent again and met what it wrote.
            Counters.SettleInPlace(item, RunCount.Written);
        else
            Counters.Settle(item, RunCount.Skipped);
    }

    private void MapAnew(MigratingItem item, in Item current, InPlaceRule rule, ItemBlock block, List<MigratingItem> again)
    {
        if (Session.Expiry.HasPassed(current))
        {
            Counters.Settle(item, RunCount.Skipped);
            return;
        }

        var source = current.CopyTo(block);
        if (!rule.Rule.TryMap(source, block, out var mapped, out var problem) || (problem = Session.FindProblem(source, mapped)) is not null)
            Fail(item, $"A client changed it after it was read, and now it cannot be migrated: {problem}. It was left as it is.");
        else
            again.Add(item with { Source = source, Mapped = mapped, Rule = rule.Rule });
    }

    private bool IsWritten(MigratingItem item, in Item current)
    {
        var rule = mapping.Of(item.Rule);
        Scratch.Clear();
        return rule.Digest(current, canonical, Scratch) == rule.Digest(item.Mapped, canonical, Scratch);
    }
}
