using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>
/// The checkpoint of one run: taken up where the run before was stopped, saved while it runs, and once more at its end, under the lease of its operation.
/// A dry run has the same progress and keeps nothing.
/// </summary>
internal sealed class RunCheckpoint : IAsyncDisposable
{
    private readonly SemaphoreSlim saving = new(1);
    private readonly MigrationSession session;
    private readonly RunOperation operation;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly ILease? lease;
    private readonly List<ICheckpointParticipant> participants = [];
    private readonly string recordsName;
    private LogPosition? recordsEnd;
    private (bool IsFinished, string? Outcome) end;
    private Exception? unsaved;

    private RunCheckpoint(
        MigrationSession session, RunOperation operation, IReadOnlyDictionary<string, string> settings, ILease? lease, Checkpoint? previous, Checkpoint? resumed)
    {
        this.session = session;
        this.operation = operation;
        this.settings = settings;
        this.lease = lease;
        Previous = previous;
        Resumed = resumed;
        RunId = resumed?.RunId ?? session.RunId;
        StartedAt = resumed?.StartedAt ?? session.StartedAt;
        recordsName = StateLogs.Records(operation);
        recordsEnd = resumed?.Records;
        var scanned = operation == RunOperation.Undo ? session.Target : session.Calls;
        Scan = new ScanProgress(session.LayoutOf(scanned).TotalSegments, session.Mapping.Families.IsKnown, resumed) { WhenPageDone = session.Events.PageDone(operation.ToString()) };
    }

    public string RunId { get; }

    public DateTimeOffset StartedAt { get; }

    public ScanProgress Scan { get; }

    /// <summary>Where the run was stopped; null for a new one.</summary>
    public Checkpoint? Resumed { get; }

    /// <summary>What stood in its place before, finished or not; null where there was nothing, or it was not to count.</summary>
    public Checkpoint? Previous { get; }

    public bool IsKept => lease is not null;

    /// <summary>The lease of the run's operation; only a dry run has none.</summary>
    public ILease Lease => lease ?? throw new InvalidOperationException("A dry run has no lease.");

    /// <summary>Its file; null where it has none.</summary>
    public string? Path => IsKept ? session.State.PathOf(operation) : null;

    /// <summary>Where it is kept, for messages.</summary>
    public string Name => session.State.NameOf(operation);

    /// <summary>What the run before this one used, if this one resumes it.</summary>
    public RequestTotals Before => Resumed?.Requests ?? new RequestTotals();

    public TimeSpan Elapsed => (Resumed?.Elapsed ?? TimeSpan.Zero) + session.Elapsed;

    /// <summary>How often it is saved at most.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Opens the checkpoint of an operation: resumes a run that was stopped, or begins one.</summary>
    /// <exception cref="DdbException">The plan's phase does not fit, another run is at work, or the state cannot be read or written. Nothing was changed.</exception>
    public static async Task<RunCheckpoint> OpenAsync(
        MigrationSession session, RunOperation operation, IReadOnlyDictionary<string, string> settings, Func<Checkpoint, bool>? mayResume, CancellationToken cancellationToken)
    {
        await session.Gate.RequireAsync(operation, cancellationToken);
        if (session.Options.DryRun)
            return new RunCheckpoint(session, operation, settings, null, null, null);
        var taken = await session.State.AcquireAsync(operation, cancellationToken);
        try
        {
            await StateHomeMark.WriteAsync(session, cancellationToken);
            // Once more: another operation may have moved the plan on before the lease was taken.
            await session.Gate.RequireAsync(operation, cancellationToken);
            var found = session.Options.Restart ? null : await session.State.ReadCheckpointAsync(operation, cancellationToken);
            var resumed = found is { IsFinished: false } && (mayResume?.Invoke(found) ?? true) ? found : null;
            if (resumed is not null)
                CheckpointCompatibility.RequireSettings(resumed, settings, session.State.NameOf(operation));
            if (operation is RunOperation.Copy or RunOperation.Delete or RunOperation.Sync)
                await session.Gate.ForgetStoppedUndoAsync(cancellationToken);
            var checkpoint = new RunCheckpoint(session, operation, settings, taken, found, resumed);
            // What stands behind the checkpoint is of pages that are read again.
            await session.State.Log(checkpoint.recordsName).TruncateAsync(resumed?.Records, taken, cancellationToken);
            checkpoint.Announce();
            return checkpoint;
        }
        catch
        {
            await taken.EndOrWarnAsync(session.Observer);
            await taken.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives a part of the run its share in the checkpoint.</summary>
    public void Join(ICheckpointParticipant participant) => participants.Add(participant);

    /// <summary>Takes it from it: what is saved from now on is nothing of its own.</summary>
    public void Leave(ICheckpointParticipant participant) => participants.Remove(participant);

    /// <summary>What the run that is resumed had recorded.</summary>
    public IAsyncEnumerable<T> ReadRecordsAsync<T>(CancellationToken cancellationToken) => StateRecords.ReadAsync<T>(session.State, recordsName, cancellationToken);

    /// <summary>Runs the work and saves meanwhile. Not being able to save, or losing the lease, stops the work.</summary>
    public async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (!IsKept)
        {
            await work(cancellationToken);
            return;
        }

        var limits = new LimitsWatch(session.State, session.Rate, session.Observer, session.Time);
        await limits.LookAsync(cancellationToken);
        // Before the first write: a place that cannot be written is found out now.
        await SaveAsync();
        using var ended = new CancellationTokenSource();
        using var group = new TaskGroup(cancellationToken);
        group.Start(async token =>
        {
            try
            {
                await work(token);
            }
            finally
            {
                await ended.CancelAsync();
            }
        });
        group.Start(token => UntilAsync(ended.Token, token, SaveEverySoOftenAsync));
        group.Start(token => UntilAsync(ended.Token, token, limits.WatchAsync));
        group.Start(token => UntilAsync(ended.Token, token, WatchLeaseAsync));
        try
        {
            await group.WaitAsync();
        }
        finally
        {
            await SaveAsync();
        }
    }

    /// <summary>Says that the run came to its end, so that the same command begins anew.</summary>
    public async Task FinishAsync(DdbMigrationOutcome outcome)
    {
        end = (true, outcome.ToString());
        if (IsKept)
            await SaveAsync();
    }

    public async Task SaveAsync()
    {
        await saving.WaitAsync();
        try
        {
            // What was taken for a save that failed stands in no later one, which would go past it.
            if (unsaved is not null)
                throw unsaved;
            await SaveProgressAsync();
        }
        catch (Exception error)
        {
            unsaved ??= error;
            throw;
        }
        finally
        {
            saving.Release();
        }
    }

    /// <summary>Keeps only these of the records that the checkpoint covers.</summary>
    public async Task ReplaceRecordsAsync(IReadOnlyCollection<byte[]> kept, CancellationToken cancellationToken)
    {
        await saving.WaitAsync(cancellationToken);
        try
        {
            var log = session.State.Log(recordsName);
            await log.TruncateAsync(null, Lease, cancellationToken);
            recordsEnd = await StateRecords.AppendAsync(log, kept, Lease, cancellationToken);
        }
        finally
        {
            saving.Release();
        }

        await SaveAsync();
    }

    /// <summary>Ends the lease. Requests of this run that nobody waits for any more are recorded first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (lease is not null)
        {
            if (!lease.Lost.IsCancellationRequested)
            {
                await lease.EndOrWarnAsync(session.Observer, () => session.HasAbandonedRequests
                    ? session.Gate.ExpectLateRequestsAsync(operation, CancellationToken.None)
                    : Task.CompletedTask);
            }

            await lease.DisposeAsync();
        }

        saving.Dispose();
    }

    private async Task SaveProgressAsync()
    {
        var scan = Scan.Take();
        var records = participants.Aggregate((IEnumerable<byte[]>)scan.Records, (all, participant) => all.Concat(participant.TakeRecords())).ToList();
        recordsEnd = await StateRecords.AppendAsync(session.State.Log(recordsName), records, Lease, CancellationToken.None) ?? recordsEnd;
        var next = new Checkpoint
        {
            Operation = operation,
            RunId = RunId,
            Plan = session.Plan,
            Settings = settings,
            IsFinished = end.IsFinished,
            Outcome = end.Outcome,
            StartedAt = StartedAt,
            UpdatedAt = session.Time.GetUtcNow(),
            Elapsed = Elapsed,
            Scan = scan.State,
            Counts = scan.Counts,
            Families = scan.Families,
            UnknownNamespaces = scan.UnknownNamespaces,
            Requests = Before + session.Used,
            Records = recordsEnd,
        };
        foreach (var participant in participants)
            next = await participant.CompleteAsync(next, CancellationToken.None);
        await session.State.SaveCheckpointAsync(next, Lease, CancellationToken.None);
    }

    private async Task SaveEverySoOftenAsync(CancellationToken cancellationToken)
    {
        var pace = new SavePace(Interval);
        while (true)
        {
            await Task.Delay(pace.Next(session.Store.ConsumedWriteUnits, session.Used.WriteUnits, session.Time.GetUtcNow()), session.Time, cancellationToken);
            await SaveAsync();
        }
    }

    private async Task WatchLeaseAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Lease.Lost);
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        Lease.Require();
    }

    /// <summary>Runs what accompanies the work until that has ended.</summary>
    private static async Task UntilAsync(CancellationToken ended, CancellationToken cancellationToken, Func<CancellationToken, Task> accompany)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, cancellationToken);
        try
        {
            await accompany(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Its time is over.
        }
    }

    private void Announce()
    {
        if (Resumed?.Scan is { } scan)
        {
            session.Observer.OnVerbose(FormattableString.Invariant(
                $"Resuming run {RunId}, which was stopped at {Resumed.UpdatedAt:u}: {scan.NextSegment - scan.Open.Count:N0} of {scan.TotalSegments:N0} segments are done. Checkpoint: {Name}"));
        }
        else
        {
            session.Observer.OnVerbose($"Run {RunId} begins. Checkpoint: {Name}");
        }
    }
}
