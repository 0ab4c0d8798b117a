using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>
/// The checkpoint of one run: taken up where the run before was stopped, saved about once a second while it goes on, and once more
/// at its end. A dry run has the same progress and keeps no file.
/// </summary>
internal sealed class RunCheckpoint : IDisposable
{
    private readonly object saving = new();
    private readonly MigrationSession session;
    private readonly RunOperation operation;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly RunLock? runLock;
    private readonly RecordLog? records;
    private (bool IsFinished, string? Outcome) end;
    private DdbException? unsaved;

    private RunCheckpoint(
        MigrationSession session, RunOperation operation, IReadOnlyDictionary<string, string> settings, RunLock? runLock, Checkpoint? previous, Checkpoint? resumed)
    {
        this.session = session;
        this.operation = operation;
        this.settings = settings;
        this.runLock = runLock;
        Previous = previous;
        Resumed = resumed;
        RunId = resumed?.RunId ?? session.RunId;
        StartedAt = resumed?.StartedAt ?? session.StartedAt;
        var scanned = operation == RunOperation.Undo ? session.Target : session.Calls;
        Scan = new ScanProgress(session.LayoutOf(scanned).TotalSegments, session.Mapping.Families.IsKnown, resumed) { WhenPageDone = session.Events.PageDone(operation.ToString()) };
        records = runLock is null ? null : new RecordLog(session.Folder.RecordsPath(operation), resumed?.RecordsLength ?? 0);
    }

    public string RunId { get; }

    public DateTimeOffset StartedAt { get; }

    public ScanProgress Scan { get; }

    /// <summary>Where the run was stopped; null for a new one.</summary>
    public Checkpoint? Resumed { get; }

    /// <summary>What stood in its place before, finished or not; null where there was nothing, or it was not to count.</summary>
    public Checkpoint? Previous { get; }

    public bool IsKept => runLock is not null;

    public string? Path => IsKept ? session.Folder.CheckpointPath(operation) : null;

    /// <summary>What the run before this one used, if this one goes on with it.</summary>
    public RequestTotals Before => Resumed?.Requests ?? new RequestTotals();

    public TimeSpan Elapsed => (Resumed?.Elapsed ?? TimeSpan.Zero) + session.Elapsed;

    /// <summary>How often it is saved.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Records that belong to no page and have come in since it was saved last.</summary>
    public Func<IReadOnlyCollection<byte[]>> MoreRecords { get; set; } = static () => [];

    /// <summary>Makes durable what must not be behind the checkpoint, and adds to it what else belongs in it.</summary>
    public Func<Checkpoint, Checkpoint> Complete { get; set; } = static checkpoint => checkpoint;

    /// <summary>Opens the checkpoint of an operation: goes on with a run that was stopped, or begins one.</summary>
    /// <exception cref="DdbException">It is another plan's, another run is at work, or it cannot be read or written. Nothing was changed.</exception>
    public static RunCheckpoint Open(MigrationSession session, RunOperation operation, IReadOnlyDictionary<string, string> settings, Func<Checkpoint, bool>? mayResume = null)
    {
        if (session.Options.DryRun)
            return new RunCheckpoint(session, operation, settings, null, null, null);
        CheckpointOwner.Require(session.Folder, session.Plan, session.Options.Restart);
        var taken = RunLock.Take(session.Folder, operation);
        try
        {
            var found = session.Options.Restart ? null : CheckpointFile.Read(session.Folder.CheckpointPath(operation));
            var resumed = found is { IsFinished: false } && (mayResume?.Invoke(found) ?? true) ? found : null;
            if (resumed is not null)
                CheckpointOwner.RequireSettings(resumed, settings, session.Folder.CheckpointPath(operation));
            if (operation is RunOperation.Copy or RunOperation.Delete or RunOperation.Sync)
                CheckpointOwner.ForgetStoppedUndo(session.Folder);
            var checkpoint = new RunCheckpoint(session, operation, settings, taken, found, resumed);
            checkpoint.Tell();
            return checkpoint;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Runs the work and saves meanwhile. Not being able to save stops the work.</summary>
    public async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (!IsKept)
        {
            await work(cancellationToken);
            return;
        }

        var limits = new LimitsFile(session.Folder.Path, session.Rate, session.Observer, session.Time);
        await limits.LookAsync(cancellationToken);
        // Before the first write: a place that cannot be written is found out now.
        Save();
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
        try
        {
            await group.WaitAsync();
        }
        finally
        {
            Save();
        }
    }

    /// <summary>Says that the run came to its end, so that the same command begins anew.</summary>
    public void Finish(DdbMigrationOutcome outcome)
    {
        end = (true, outcome.ToString());
        if (IsKept)
            Save();
    }

    public void Save()
    {
        lock (saving)
        {
            // What was taken for a save that failed stands in no later one, which would go past it.
            if (unsaved is not null)
                throw unsaved;
            try
            {
                SaveProgress();
            }
            catch (DdbException error)
            {
                unsaved = error;
                throw;
            }
        }
    }

    /// <summary>Keeps only these of the records that the checkpoint covers.</summary>
    public void ReplaceRecords(IReadOnlyCollection<byte[]> kept)
    {
        lock (saving)
        {
            records!.Replace(kept);
            Save();
        }
    }

    public void Dispose()
    {
        records?.Dispose();
        runLock?.Dispose();
    }

    private void SaveProgress()
    {
        var scan = Scan.Take();
        records!.Append(scan.Records);
        records.Append(MoreRecords());
        CheckpointFile.Write(Path!, Complete(new Checkpoint
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
            RecordsLength = records.Length,
        }));
    }

    private async Task SaveEverySoOftenAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, session.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            Save();
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

    private void Tell()
    {
        if (Resumed?.Scan is { } scan)
        {
            session.Observer.OnVerbose(FormattableString.Invariant(
                $"Going on with run {RunId}, which was stopped at {Resumed.UpdatedAt:u}: {scan.NextSegment - scan.Open.Count:N0} of {scan.TotalSegments:N0} segments are done. Checkpoint: {Path}"));
        }
        else
        {
            session.Observer.OnVerbose($"Run {RunId} begins. Checkpoint: {Path}");
        }
    }
}
