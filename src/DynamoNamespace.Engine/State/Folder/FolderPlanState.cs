using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Folder;

/// <summary>The state of one plan in a folder.</summary>
internal sealed class FolderPlanState(FolderFiles files, PlanIdentity plan, string newStoreId, StateTimings timings, TimeProvider time) : IPlanState
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    private readonly Dictionary<string, FolderStateLog> logs = new(StringComparer.Ordinal);

    public TimeSpan LimitsInterval => TimeSpan.FromSeconds(1);

    public string Location => $"folder '{files.Path}'";

    public string NameOf(RunOperation operation) => files.Checkpoint(operation);

    public string? PathOf(RunOperation operation) => files.Checkpoint(operation);

    public string? LimitsPath => files.Limits;

    public string ScratchFolder => files.Path;

    public Task<StoredPlan?> ReadPlanAsync(CancellationToken cancellationToken) => Task.FromResult(
        FolderStateStore.ReadPlan(files) is { } stored ? FolderStateStore.Describe(stored) : null);

    public async Task<ILease> AcquireAsync(RunOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            StateFolder.Create(files.Path);
            var file = await LockAsync(files.Lock(operation), Attempts / 5, cancellationToken) ?? throw InProgress(operation);
            try
            {
                var before = FolderDocument.Read<FolderHolder>(files.Holder(operation));
                var holder = new LeaseHolder(operation, Environment.UserName, Environment.MachineName, ProcessMark.Current, time.GetUtcNow(), await DrawFenceAsync(cancellationToken));
                FolderDocument.Write(files.Holder(operation), new FolderHolder(holder, HasEnded: false));
                var lost = before is { HasEnded: false } ? before.Holder : null;
                if (lost is not null)
                    await LateRequests.ExpectAsync(this, operation, timings, time, cancellationToken);
                return new FolderLease(file, files.Holder(operation), holder, lost);
            }
            catch
            {
                await file.DisposeAsync();
                throw;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DdbException(FolderDocument.NotWritableId, DdbErrorKind.InvalidState, files.Path,
                $"The folder '{files.Path}' for the plan's state cannot be written: {error.Message.TrimEnd('.')}. Name another with -CheckpointPath (--checkpoint-path); nothing was changed.", error);
        }
    }

    public Task<LeaseHolder?> FindHolderAsync(RunOperation operation, CancellationToken cancellationToken) =>
        Task.FromResult(FileLock.IsTaken(files.Lock(operation)) ? FolderDocument.Read<FolderHolder>(files.Holder(operation))?.Holder : null);

    public Task SetPhaseAsync(DdbPlanPhase phase, ILease lease, CancellationToken cancellationToken)
    {
        lease.Require();
        return ChangeAsync(stored => stored.Phase == phase ? stored : stored with { Phase = phase, PhaseSince = time.GetUtcNow() }, cancellationToken);
    }

    public Task ExpectLatePutsAsync(DateTimeOffset until, CancellationToken cancellationToken) =>
        ChangeAsync(stored => stored.LatePutsUntil >= until ? stored : stored with { LatePutsUntil = until }, cancellationToken);

    public Task ExpectLateDeletesAsync(DateTimeOffset until, CancellationToken cancellationToken) =>
        ChangeAsync(stored => stored.LateDeletesUntil >= until ? stored : stored with { LateDeletesUntil = until }, cancellationToken);

    public Task ExpectLateRemovalsAsync(DateTimeOffset until, CancellationToken cancellationToken) =>
        ChangeAsync(stored => stored.LateRemovalsUntil >= until ? stored : stored with { LateRemovalsUntil = until }, cancellationToken);

    public Task<Checkpoint?> ReadCheckpointAsync(RunOperation operation, CancellationToken cancellationToken)
    {
        FolderStateStore.RequireReadable(files);
        var path = files.Checkpoint(operation);
        var checkpoint = FolderDocument.Read<Checkpoint>(path);
        return checkpoint is null or { Format: Checkpoint.CurrentFormat }
            ? Task.FromResult(checkpoint)
            : throw FolderDocument.Unreadable(path, $"its format is '{checkpoint.Format}', and this version reads '{Checkpoint.CurrentFormat}'", null);
    }

    public Task SaveCheckpointAsync(Checkpoint checkpoint, ILease lease, CancellationToken cancellationToken)
    {
        lease.Require();
        FolderDocument.Write(files.Checkpoint(checkpoint.Operation), checkpoint);
        return Task.CompletedTask;
    }

    public Task DeleteCheckpointAsync(RunOperation operation, ILease lease, CancellationToken cancellationToken)
    {
        lease.Require();
        File.Delete(files.Checkpoint(operation));
        return Task.CompletedTask;
    }

    public IStateLog Log(string name)
    {
        lock (logs)
        {
            if (!logs.TryGetValue(name, out var log))
                logs[name] = log = new FolderStateLog(files.Log(name), FolderFiles.IsText(name));
            return log;
        }
    }

    public async Task<string?> ReadLimitsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(files.Limits, cancellationToken);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task WriteLimitsAsync(string? json, CancellationToken cancellationToken)
    {
        if (json is null)
        {
            if (File.Exists(files.Limits))
                File.Delete(files.Limits);
            return Task.CompletedTask;
        }

        StateFolder.Create(files.Path);
        var temporary = files.Limits + ".new";
        File.WriteAllText(temporary, json);
        File.Move(temporary, files.Limits, overwrite: true);
        return Task.CompletedTask;
    }

    private async Task<long> DrawFenceAsync(CancellationToken cancellationToken) =>
        (await ChangeAsync(stored => stored with { Fence = stored.Fence + 1 }, cancellationToken)).Fence;

    /// <summary>Changes the stored plan, one process at a time.</summary>
    private async Task<FolderPlan> ChangeAsync(Func<FolderPlan, FolderPlan> change, CancellationToken cancellationToken)
    {
        await using var taken = await LockPlanAsync(cancellationToken)
            ?? throw new DdbException("StateLocked", DdbErrorKind.InvalidState, files.Path,
                $"'{files.Plan}.lock' is locked by another process. Run the same command again; if that goes on, find out which process holds the file.");
        var now = time.GetUtcNow();
        var stored = FolderStateStore.ReadPlan(files)
            ?? new FolderPlan { StoreId = newStoreId, Plan = plan, PhaseSince = now, CreatedAt = now };
        var changed = change(stored);
        if (!ReferenceEquals(changed, stored))
            FolderDocument.Write(files.Plan, changed);
        return changed;
    }

    private async Task<FileStream?> LockPlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LockAsync(files.Plan + ".lock", Attempts * 50, cancellationToken);
        }
        catch (Exception error) when (FolderDocument.IsUnwritable(error))
        {
            throw FolderDocument.NotWritable(files.Plan, error);
        }
    }

    private async Task<FileStream?> LockAsync(string path, int attempts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Whoever asks whether a lock is taken holds it for a moment.
            if (FileLock.TryOpen(path) is { } file)
                return file;
            if (attempt >= attempts)
                return null;
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private DdbException InProgress(RunOperation operation) =>
        LeaseErrors.RunInProgress(operation, FolderDocument.Read<FolderHolder>(files.Holder(operation))?.Holder, Location);
}
