using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>
/// Gives items back what they had where the migration wrote, each on the condition that it is still as it was read. An item that changed is judged anew. An
/// instance serves one thread.
/// </summary>
internal sealed class InPlaceRestorer(MigrationSession session, InPlaceMapping mapping, WriteMode mode, UndoJudge judge)
{
    private readonly RunCounters counters = session.Counters;
    private readonly UpdateSender sender = new(session.Calls, mode, session.Time);
    private readonly ItemComparison comparison = new();
    private readonly ItemBlock scratch = new();

    public async Task RestoreAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        if (mode.IsDryRun)
        {
            foreach (var item in batch.Items)
                counters.Settle(item, RunCount.ToRestore);
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
            Fail(item, $"Clients changed it each time before it could be taken back, {Backoff.MaximumAttempts} times. Run the same command again.");
    }

    /// <summary>Sends what is left.</summary>
    /// <returns>The items that have changed and are still to be taken back.</returns>
    private async Task<List<MigratingItem>> SendAsync(IReadOnlyList<MigratingItem> pending, ItemBlock block, bool isFirst, CancellationToken cancellationToken)
    {
        var updates = new List<ItemUpdate>(pending.Count);
        var sent = new List<MigratingItem>(pending.Count);
        foreach (var item in pending)
        {
            // Only what is written back decides: a client may change what the rule reads.
            var rule = mapping.Of(item.Rule);
            if (rule.UpdateTo(item.Source, item.Mapped, comparison) is { } update)
            {
                updates.Add(update with { Guarded = rule.Written });
                sent.Add(item);
            }
            else
            {
                counters.SettleInPlace(item, RunCount.Restored);
            }
        }

        var outcomes = await sender.SendAsync(updates, singly: !isFirst, cancellationToken);
        var doubtful = new List<MigratingItem>();
        for (var index = 0; index < sent.Count; index++)
        {
            if (outcomes[index].Outcome == UpdateOutcome.Done)
                counters.SettleInPlace(sent[index], RunCount.Restored);
            else if (outcomes[index].Outcome == UpdateOutcome.Refused)
                Fail(sent[index], outcomes[index].Reason!);
            else
                doubtful.Add(sent[index]);
        }

        return doubtful.Count > 0 ? await ReviewAsync(doubtful, block, cancellationToken) : doubtful;
    }

    private async Task<List<MigratingItem>> ReviewAsync(List<MigratingItem> items, ItemBlock block, CancellationToken cancellationToken)
    {
        scratch.Clear();
        using var found = await session.Calls.GetAsync(items.ConvertAll(item => session.Table.Key.Extract(item.Source, scratch)), consistent: true, cancellationToken);
        var again = new List<MigratingItem>();
        foreach (var item in items)
        {
            if (!found.TryGet(item.Source, out var current))
            {
                counters.Settle(item, RunCount.Skipped);
                continue;
            }

            var verdict = judge.Judge(current, block);
            if (verdict.Rule is { } rule)
                again.Add(item with { Source = current.CopyTo(block), Mapped = verdict.Before, Rule = rule.Rule });
            else if (verdict.Reason is null)
                // Taken back, and the answer was lost.
                counters.SettleInPlace(item, RunCount.Restored);
            else
                counters.Settle(item, UndoReports.Left(session, current, verdict, scratch));
        }

        return again;
    }

    private void Fail(MigratingItem item, string detail) => counters.Settle(item, UndoReports.Failed(session, item.Source, detail, scratch));
}
