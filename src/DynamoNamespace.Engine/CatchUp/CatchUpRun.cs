using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.InPlace;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>Reads the table's stream on from a position and carries what old clients change, until it is to end.</summary>
internal sealed class CatchUpRun : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    /// <summary>A change is in the stream a moment after it was made.</summary>
    private static readonly TimeSpan StreamDelay = TimeSpan.FromSeconds(2);

    /// <summary>How long after a delete an eventually consistent scan may still find the item, and by how much clocks may differ.</summary>
    public static readonly TimeSpan DeletesBefore = TimeSpan.FromSeconds(30);

    private readonly MigrationSession session;
    private readonly RunCheckpoint checkpoint;
    private readonly Func<bool> isCopyFinished;
    private readonly bool isBesideCopy;
    private readonly StreamConsumer consumer;
    private readonly CatchUpCounts before;
    private readonly PutOffChanges putOff;
    private readonly JournalIndex deletions;
    private readonly ReviewTurns turns = new();
    private readonly ChangeApplier applier;
    private readonly InPlaceCatchUp? inPlace;
    private StreamPosition saved;

    public CatchUpRun(MigrationSession session, RunCheckpoint checkpoint, IStreamCalls streams, StreamPosition position, Func<bool> isCopyFinished, bool isBesideCopy)
    {
        this.session = session;
        this.checkpoint = checkpoint;
        this.isCopyFinished = isCopyFinished;
        this.isBesideCopy = isBesideCopy;
        saved = position;
        before = checkpoint.Resumed?.CatchUp ?? new CatchUpCounts();
        Counters = new CatchUpCounters(before);
        consumer = new StreamConsumer(streams, session.Table.Name, position, session.Time) { OnWarning = session.Observer.OnWarning };
        putOff = new PutOffChanges(session.Folder);
        deletions = new JournalIndex(session.Folder.DeletionsPath);
        applier = new ChangeApplier(session, Counters, putOff, turns, deletions, isCopyFinished);
        inPlace = session.InPlace is { } mapping ? new InPlaceCatchUp(session, mapping, Counters) : null;
        checkpoint.MoreRecords = () =>
        {
            // First the position, then the records: a conflict may be recorded twice, but never missed.
            saved = consumer.Position;
            return Counters.TakeRecords();
        };
        // It never comes to its end: the next catch-up goes on where this one stops.
        checkpoint.Complete = next =>
        {
            inPlace?.Flush();
            return next with { IsFinished = false, Scan = null, Requests = Requests, Stream = saved, CatchUp = Counters.ToCounts(consumer.RecordsRead) };
        };
    }

    public CatchUpCounters Counters { get; }

    /// <summary>What it has used; beside a copy that is counted with the copy, as both are limited together.</summary>
    private RequestTotals Requests => isBesideCopy ? checkpoint.Before : checkpoint.Before + session.Used;

    /// <summary>Conflicts and failures of this sitting.</summary>
    public long Troubled => Counters.Conflicts - before.Conflicts + Counters.Failed - before.Failed;

    /// <summary>Changes that wait, because the copy is not finished.</summary>
    public long Waiting => putOff.Count;

    public RunSnapshot Snapshot()
    {
        var counts = Counters.ToCounts(consumer.RecordsRead);
        var snapshot = session.Snapshot("Catch-up", session.Counters);
        return snapshot with
        {
            Scanned = counts.RecordsRead,
            EstimatedItems = 0,
            Candidates = counts.Changes,
            Done = counts.Written + counts.Deleted + counts.AlreadyApplied,
            Troubled = counts.Conflicts + counts.Failed,
            Lag = consumer.Lag,
        };
    }

    /// <param name="stopsWhenIdle">Whether it is to end, by now, once nothing has changed for the idle time.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task RunAsync(Func<bool> stopsWhenIdle, CancellationToken cancellationToken)
    {
        using var ended = new CancellationTokenSource();
        using var group = new TaskGroup(cancellationToken);
        group.Start(async token =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(token, ended.Token);
            try
            {
                await consumer.RunAsync((records, applying) =>
                    inPlace?.ApplyAsync(records, applying) ?? applier.ApplyAsync(WithoutEarlierDeletes(records), applying), either.Token);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                // It has caught up.
            }
        });
        group.Start(async token =>
        {
            await WatchAsync(stopsWhenIdle, token);
            await ended.CancelAsync();
        });
        await group.WaitAsync();
    }

    public DdbCatchUpResult ToResult(DdbMigrationOutcome outcome)
    {
        var (counts, used) = (Counters.ToCounts(consumer.RecordsRead), Requests);
        return new DdbCatchUpResult
        {
            RunId = checkpoint.RunId,
            TableName = session.Table.Name,
            TargetTableName = session.Target.Table.Name,
            Namespace = session.Namespace?.Name,
            NamespaceId = session.Namespace?.NamespaceId,
            Mapping = session.Options.Mapping,
            Variable = session.Options.Variables,
            Outcome = outcome,
            IsResumed = checkpoint.Resumed is not null,
            RecordsRead = counts.RecordsRead,
            Changes = counts.Changes,
            Written = counts.Written,
            Deleted = counts.Deleted,
            Expired = counts.Expired,
            AlreadyApplied = counts.AlreadyApplied,
            Waiting = Waiting,
            Conflicts = counts.Conflicts,
            Failed = counts.Failed,
            Reports = Counters.Reports,
            Lag = consumer.Lag,
            PositionTakenAt = consumer.Position.TakenAt,
            ReadUnits = used.ReadUnits,
            WriteUnits = used.WriteUnits,
            Requests = used.Requests,
            Retries = used.Retries,
            Throttled = used.Throttled,
            StartedAt = checkpoint.StartedAt,
            Elapsed = checkpoint.Elapsed,
            CheckpointPath = checkpoint.Path,
        };
    }

    public void Dispose()
    {
        putOff.Dispose();
        turns.Dispose();
        deletions.Dispose();
        inPlace?.Dispose();
    }

    /// <summary>
    /// The position begins some minutes early, but an item that was deleted well before it was taken is in no copy that began after it. Its delete may
    /// be that of a migration whose journal is elsewhere, and carrying it would delete a copy that is all there is.
    /// </summary>
    private List<StreamRecord> WithoutEarlierDeletes(IReadOnlyList<StreamRecord> records) =>
        [.. records.Where(record => record.Event != StreamEvent.Remove || record.IsExpiry || record.CreatedAt >= saved.TakenAt - DeletesBefore)];

    private async Task WatchAsync(Func<bool> stopsWhenIdle, CancellationToken cancellationToken)
    {
        DateTimeOffset? reviewSince = null;
        while (true)
        {
            await Task.Delay(Tick, session.Time, cancellationToken);
            var now = session.Time.GetUtcNow();
            if (reviewSince is null && !putOff.IsEmpty && isCopyFinished())
            {
                putOff.BeginReview();
                reviewSince = now;
            }

            if (reviewSince is { } since && IsReadTo(since + StreamDelay, now))
            {
                await ReviewAsync(cancellationToken);
                reviewSince = null;
            }

            // From the first empty answer to the last one: while no answer comes, there is no telling.
            var isIdle = consumer.DrainedSince is { } drained && EmptyUntil(now) - drained >= session.Options.IdleTime && (putOff.IsEmpty || !isCopyFinished());
            if (now >= session.Options.Until || (isIdle && reviewSince is null && stopsWhenIdle()))
                return;
        }
    }

    /// <summary>Whether every change that was made before a moment has been read.</summary>
    private bool IsReadTo(DateTimeOffset moment, DateTimeOffset now) =>
        consumer.DrainedSince is not null ? EmptyUntil(now) >= moment : now - consumer.Position.AgeAt(now) >= moment;

    /// <summary>When the shards that are open were last known to have nothing more.</summary>
    private DateTimeOffset EmptyUntil(DateTimeOffset now) =>
        consumer.Position.Shards.Where(shard => !shard.IsDone).Select(shard => shard.ReadUntil).DefaultIfEmpty(now).Min();

    private async Task ReviewAsync(CancellationToken cancellationToken)
    {
        await new PutOffReview(session, Counters, putOff, turns, deletions).RunAsync(cancellationToken);
        // The conflicts that it found are durable before what they came from is gone.
        checkpoint.Save();
        putOff.EndReview();
    }
}
