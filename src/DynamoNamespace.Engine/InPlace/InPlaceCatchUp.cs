using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>
/// Carries what clients change into items that are changed in place: an item that a rule matches now is given what the rule makes, and one whose templates'
/// sources changed is given it anew. The item itself is read again first and changed on condition, so that records may come late, twice, or be the
/// migration's own. Safe for many threads.
/// </summary>
internal sealed class InPlaceCatchUp : IDisposable
{
    private readonly MigrationSession session;
    private readonly InPlaceMapping mapping;
    private readonly CatchUpCounters counters;
    private readonly WriteMode mode;
    private readonly UpdateJournal journal;
    private readonly UpdateIndex index;

    public InPlaceCatchUp(MigrationSession session, InPlaceMapping mapping, CatchUpCounters counters)
    {
        (this.session, this.mapping, this.counters) = (session, mapping, counters);
        mode = new WriteMode(dryRun: false, session.Observer, session.Log);
        journal = new UpdateJournal(session.Folder.SyncUpdatesPath, session.Table.Key);
        index = new UpdateIndex(session.Folder);
    }

    /// <summary>Makes durable what the position in the stream must not be ahead of.</summary>
    public void Flush() => journal.Flush();

    /// <summary>Applies records of one shard.</summary>
    public async Task ApplyAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellationToken)
    {
        using var block = new ItemBlock();
        var changes = new ConcernedChanges(session, mapping, block).Read(records);
        Interlocked.Add(ref counters.Changes, changes.Count);
        foreach (var some in changes.Chunk(session.Layout.BatchSize))
            await ApplyAsync(some, cancellationToken);
    }

    public void Dispose()
    {
        journal.Dispose();
        index.Dispose();
    }

    private async Task ApplyAsync(IReadOnlyList<ConcernedChange> changes, CancellationToken cancellationToken)
    {
        var sender = new UpdateSender(session.Calls, mode, session.Time);
        var carrier = new ChangeCarrier(session, mapping, counters, index);
        for (var round = 0; changes.Count > 0; round++)
        {
            if (round == Backoff.MaximumAttempts)
            {
                foreach (var change in changes)
                    carrier.Report(change.Key, $"Clients changed it each time before it could be written, {Backoff.MaximumAttempts} times. It was left as they wrote it. Run Invoke-DdbKeyMigration (ddbns migrate) again.");
                return;
            }

            if (round > 0)
                await Backoff.WaitAsync(round, session.Time, cancellationToken);
            changes = await SendAsync(changes, sender, carrier, singly: round > 0, cancellationToken);
        }
    }

    /// <returns>The changes whose items changed again meanwhile.</returns>
    private async Task<List<ConcernedChange>> SendAsync(
        IReadOnlyList<ConcernedChange> changes, UpdateSender sender, ChangeCarrier carrier, bool singly, CancellationToken cancellationToken)
    {
        using var found = await session.Calls.GetAsync([.. changes.Select(change => change.Key)], consistent: true, cancellationToken);
        using var block = new ItemBlock();
        var carried = changes.Select(change => (Change: change, Plan: carrier.Plan(change, found, block))).Where(entry => entry.Plan is not null)
            .Select(entry => (entry.Change, Plan: entry.Plan!.Value)).ToList();
        journal.Add(carried.Select(entry => (entry.Plan.Rule, entry.Plan.Update, entry.Plan.Before)));
        var outcomes = await sender.SendAsync(carried.ConvertAll(entry => entry.Plan.Update), singly, cancellationToken);
        var again = new List<ConcernedChange>();
        for (var at = 0; at < carried.Count; at++)
        {
            if (outcomes[at].Outcome == UpdateOutcome.Done)
                Interlocked.Increment(ref counters.Written);
            else if (outcomes[at].Outcome == UpdateOutcome.Refused)
                carrier.Report(carried[at].Change.Key, outcomes[at].Reason!);
            else
                again.Add(carried[at].Change);
        }

        return again;
    }
}
