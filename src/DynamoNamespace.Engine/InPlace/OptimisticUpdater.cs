using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>
/// Changes items where they stand, each on the condition that what decides has not changed since it was read. An item that did change is read again, consistently,
/// and judged anew. An instance serves one thread.
/// </summary>
internal abstract class OptimisticUpdater(MigrationSession session, WriteMode mode, RunCount done)
{
    private readonly UpdateSender sender = new(session.Calls, mode, session.Time);

    protected MigrationSession Session { get; } = session;

    protected RunCounters Counters { get; } = session.Counters;

    protected ItemComparison Comparison { get; } = new();

    protected ItemBlock Scratch { get; } = new();

    /// <summary>What is recorded of an item that clients changed before each attempt.</summary>
    protected abstract string AlwaysChanged { get; }

    public async Task RunAsync(WriteBatch batch, CancellationToken cancellationToken)
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
                await Backoff.WaitAsync(round, Session.Time, cancellationToken);
            pending = await SendAsync(pending, batch.Block, isFirst: round == 0, cancellationToken);
        }

        foreach (var item in pending)
            Fail(item, AlwaysChanged);
    }

    /// <summary>Counts what a dry run would do to an item.</summary>
    protected abstract void Plan(MigratingItem item);

    /// <returns>The update; null where nothing is left to change.</returns>
    protected abstract ItemUpdate? FindUpdate(MigratingItem item);

    /// <summary>Is called before updates are sent.</summary>
    protected virtual void Record(IReadOnlyList<MigratingItem> items, IReadOnlyList<ItemUpdate> updates)
    {
    }

    /// <summary>Judges an item anew that stands otherwise than it was read: settles it, or adds what is to be sent.</summary>
    protected abstract void Judge(MigratingItem item, in Item current, ItemBlock block, List<MigratingItem> again);

    protected void Fail(MigratingItem item, string detail) => Counters.Settle(item, InPlaceReports.Failed(Session, item.Source, detail, Scratch));

    /// <summary>Sends what is left.</summary>
    /// <returns>The items that have changed and are to be sent otherwise.</returns>
    private async Task<List<MigratingItem>> SendAsync(IReadOnlyList<MigratingItem> pending, ItemBlock block, bool isFirst, CancellationToken cancellationToken)
    {
        var updates = new List<ItemUpdate>(pending.Count);
        var sent = new List<MigratingItem>(pending.Count);
        foreach (var item in pending)
        {
            if (FindUpdate(item) is { } update)
            {
                updates.Add(update);
                sent.Add(item);
            }
            else
            {
                Counters.SettleInPlace(item, done);
            }
        }

        Record(sent, updates);
        var outcomes = await sender.SendAsync(updates, singly: !isFirst, cancellationToken);
        var doubtful = new List<MigratingItem>();
        for (var index = 0; index < sent.Count; index++)
        {
            if (outcomes[index].Outcome == UpdateOutcome.Done)
                Counters.SettleInPlace(sent[index], done);
            else if (outcomes[index].Outcome == UpdateOutcome.Refused)
                Fail(sent[index], outcomes[index].Reason!);
            else
                doubtful.Add(sent[index]);
        }

        return doubtful.Count > 0 ? await ReviewAsync(doubtful, block, cancellationToken) : doubtful;
    }

    private async Task<List<MigratingItem>> ReviewAsync(List<MigratingItem> items, ItemBlock block, CancellationToken cancellationToken)
    {
        Scratch.Clear();
        using var found = await Session.Calls.GetAsync(items.ConvertAll(item => Session.Table.Key.Extract(item.Source, Scratch)), consistent: true, cancellationToken);
        var again = new List<MigratingItem>();
        foreach (var item in items)
        {
            if (found.TryGet(item.Source, out var current))
                Judge(item, current, block, again);
            else
                Counters.Settle(item, RunCount.Skipped);
        }

        return again;
    }
}
