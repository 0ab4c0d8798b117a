using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>
/// Changes items to what they map to, each on the condition that nothing that its rule reads or writes has changed since it was read. An item that did change
/// is read again and mapped anew. An instance serves one thread.
/// </summary>
internal sealed class InPlaceUpdater(MigrationSession session, InPlaceMapping mapping, WriteMode mode, UpdateJournal? journal)
{
    private readonly RunCounters counters = session.Counters;
    private readonly UpdateSender sender = new(session.Calls, mode, session.Time);
    private readonly ItemComparison comparison = new();
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock scratch = new();

    public async Task UpdateAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        if (mode.IsDryRun)
        {
            foreach (var item in batch.Items)
                Plan(item);
            return;
        }

        var pending = batch.Items;
        for (var round = 0; pending.Count > 0 && round < Backoff.MaximumAttempts; round++)
        {
            if (round > 0)
                await Backoff.WaitAsync(round, session.Time, cancellationToken);
            pending = await SendAsync(pending, batch.Block, isFirst: round == 0, cancellationToken);
        }

        foreach (var item in pending)
            Fail(item, $"Clients changed it each time before it could be written, {Backoff.MaximumAttempts} times. It was left as they wrote it. Run the same command again.");
    }

    private void Plan(MigratingItem item)
    {
        if (UpdateOf(item) is { } update)
            counters.Count(RunCount.EstimatedWriteUnits, item.Page, UpdateCost.Of(update, item.Mapped, session.Table));
        counters.Settle(item, RunCount.ToWrite);
    }

    /// <summary>Sends what is left.</summary>
    /// <returns>The items that have changed and are to be written otherwise.</returns>
    private async Task<List<MigratingItem>> SendAsync(IReadOnlyList<MigratingItem> pending, ItemBlock block, bool isFirst, CancellationToken cancellationToken)
    {
        var updates = pending.Select(item => UpdateOf(item)!.Value).ToList();
        journal!.Add(updates.Select((update, index) => (mapping.Of(pending[index].Rule), update, (byte[]?)null)));
        var outcomes = await sender.SendAsync(updates, singly: !isFirst, cancellationToken);
        var doubtful = new List<MigratingItem>();
        for (var index = 0; index < pending.Count; index++)
        {
            if (outcomes[index].Outcome == UpdateOutcome.Done)
                counters.SettleInPlace(pending[index], RunCount.Written);
            else if (outcomes[index].Outcome == UpdateOutcome.Refused)
                Fail(pending[index], outcomes[index].Reason!);
            else
                doubtful.Add(pending[index]);
        }

        return doubtful.Count > 0 ? await ReviewAsync(doubtful, block, cancellationToken) : doubtful;
    }

    /// <summary>Reads items whose condition was not met, consistently, and maps those anew that a rule still matches.</summary>
    private async Task<List<MigratingItem>> ReviewAsync(List<MigratingItem> items, ItemBlock block, CancellationToken cancellationToken)
    {
        scratch.Clear();
        using var found = await session.Calls.GetAsync(items.ConvertAll(item => session.Table.Key.Extract(item.Source, scratch)), consistent: true, cancellationToken);
        var again = new List<MigratingItem>();
        foreach (var item in items)
        {
            if (!found.TryGet(item.Source, out var current))
                counters.Settle(item, RunCount.Skipped);
            else if (mapping.FindRule(current) is { } rule)
                MapAnew(item, current, rule, block, again);
            else if (IsWritten(item, current))
                counters.SettleInPlace(item, RunCount.Written);
            else
                counters.Settle(item, RunCount.Skipped);
        }

        return again;
    }

    private void MapAnew(MigratingItem item, in Item current, InPlaceRule rule, ItemBlock block, List<MigratingItem> again)
    {
        if (session.Expiry.HasPassed(current))
        {
            counters.Settle(item, RunCount.Skipped);
            return;
        }

        var source = current.CopyTo(block);
        if (!rule.Rule.TryMap(source, block, out var mapped, out var problem) || (problem = session.FindProblem(source, mapped)) is not null)
            Fail(item, $"A client changed it after it was read, and now it cannot be migrated: {problem}. It was left as it is.");
        else
            again.Add(item with { Source = source, Mapped = mapped, Rule = rule.Rule });
    }

    /// <summary>An update whose answer was lost is sent again and then meets what it wrote.</summary>
    private bool IsWritten(MigratingItem item, in Item current)
    {
        var rule = mapping.Of(item.Rule);
        scratch.Clear();
        return rule.Digest(current, canonical, scratch) == rule.Digest(item.Mapped, canonical, scratch);
    }

    private ItemUpdate? UpdateOf(MigratingItem item) => mapping.Of(item.Rule).UpdateTo(item.Source, item.Mapped, comparison);

    private void Fail(MigratingItem item, string detail)
    {
        scratch.Clear();
        var key = session.Table.Key;
        counters.Settle(item, new DdbItemReport(DdbItemReason.Failed, key.Describe(item.Source), null, [], detail)
        {
            SourceKeyJson = key.Extract(item.Source, scratch).ToString(),
        });
    }
}
