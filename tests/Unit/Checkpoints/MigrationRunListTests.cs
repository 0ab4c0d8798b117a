using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>What the list of runs tells of a folder's checkpoints.</summary>
public sealed class MigrationRunListTests : IDisposable
{
    private readonly RunFiles _files = new();
    private readonly List<DdbException> _unreadable = [];

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task AStoppedRunTellsHowFarItCame()
    {
        await _files.WriteAsync(RunFiles.Checkpoint() with
        {
            Scan = new ScanState(8, 5, [new OpenSegment(3, null)]),
            Counts = new Dictionary<string, long>(StringComparer.Ordinal) { ["Scanned"] = 120, ["Candidates"] = 100, ["Written"] = 80, ["AlreadyMigrated"] = 10, ["Skipped"] = 3, ["Conflicts"] = 5, ["Failed"] = 2 },
        });

        var run = Assert.Single(await ListAsync());

        Assert.Equal(("my-app", "default", "a7x3kq", "zae-limiter-0.10", "Copy", "run-1"), (run.TableName, run.Namespace, run.NamespaceId, run.Mapping, run.Operation, run.RunId));
        Assert.Equal((DdbRunStatus.Stopped, null, 50), (run.Status, run.Outcome, run.PercentDone));
        Assert.Equal((120, 100, 93, 5, 2), (run.Scanned, run.Candidates, run.Done, run.Conflicts, run.Failed));
        Assert.Equal((_files.Files().Checkpoint(RunOperation.Copy), _files.Files().Limits, null), (run.CheckpointPath, run.LimitsPath, run.StateTableName));
        Assert.Equal((RunFiles.Noon, RunFiles.Noon.AddMinutes(1), TimeSpan.FromMinutes(1)), (run.StartedAt, run.UpdatedAt, run.Elapsed));
    }

    [Fact]
    public async Task AFinishedRunTellsItsOutcome()
    {
        await _files.WriteAsync(RunFiles.Checkpoint(RunOperation.Delete) with
        {
            IsFinished = true,
            Outcome = "Incomplete",
            Scan = new ScanState(8, 8, []),
            Counts = new Dictionary<string, long>(StringComparer.Ordinal) { ["Candidates"] = 10, ["Deleted"] = 9, ["Kept"] = 1 },
        });

        var run = Assert.Single(await ListAsync());

        Assert.Equal((DdbRunStatus.Finished, "Incomplete", 100, 9, 1), (run.Status, run.Outcome, run.PercentDone, run.Done, run.Kept));
    }

    [Fact]
    public async Task ARunIsRunningWhileItsLockIsTaken()
    {
        await _files.WriteAsync(RunFiles.Checkpoint());
        await using (var lease = await _files.State().AcquireAsync(RunOperation.Copy, CancellationToken.None))
        {
            var running = Assert.Single(await ListAsync());
            Assert.Equal((DdbRunStatus.Running, lease.Holder.ToString()), (running.Status, running.Owner));
        }

        var stopped = Assert.Single(await ListAsync());
        Assert.Equal((DdbRunStatus.Stopped, null), (stopped.Status, stopped.Owner));
    }

    [Fact]
    public async Task ACatchUpCountsChangesAndHasNoPercentage()
    {
        await _files.WriteAsync(RunFiles.Checkpoint(RunOperation.Sync) with
        {
            Scan = new ScanState(8, 0, []),
            CatchUp = new CatchUpCounts(RecordsRead: 50, Changes: 40, Written: 20, Deleted: 5, AlreadyApplied: 10, Conflicts: 3, Failed: 2),
        });

        var run = Assert.Single(await ListAsync());

        Assert.Equal((50, 40, 35, 3, 2), (run.Scanned, run.Candidates, run.Done, run.Conflicts, run.Failed));
        Assert.Null(run.PercentDone);
    }

    [Fact]
    public async Task ACheckpointThatCannotBeReadIsNamedAndTheOthersAreListed()
    {
        await _files.WriteAsync(RunFiles.Checkpoint());
        var broken = _files.Files().Checkpoint(RunOperation.Delete);
        File.WriteAllText(broken, "{");

        Assert.Equal("Copy", Assert.Single(await ListAsync()).Operation);
        Assert.Equal(("CheckpointUnreadable", broken), (Assert.Single(_unreadable).ErrorId, _unreadable[0].Target));
    }

    [Fact]
    public async Task AFolderWithoutRunsHasNoneAndIsNotMade()
    {
        Assert.Empty(await ListAsync());
        Assert.False(Directory.Exists(_files.Files().Path));
    }

    [Fact]
    public async Task RunList_ofAPlanThatHasMovedOn_tellsItsPhase()
    {
        await _files.WriteAsync(RunFiles.Checkpoint());
        var state = _files.State();
        await using (var lease = await state.AcquireAsync(RunOperation.Delete, CancellationToken.None))
            await state.SetPhaseAsync(DdbPlanPhase.Deleting, lease, CancellationToken.None);
        Assert.Equal(DdbPlanPhase.Deleting, Assert.Single(await ListAsync()).Phase);
    }

    [Fact]
    public async Task RunList_ofAPlanThatCannotBeRead_namesItsFile()
    {
        await _files.WriteAsync(RunFiles.Checkpoint());
        File.WriteAllText(_files.Files().Plan, "{");
        Assert.Empty(await ListAsync());
        Assert.Equal(("CheckpointUnreadable", _files.Files().Plan), (Assert.Single(_unreadable).ErrorId, _unreadable[0].Target));
    }

    private Task<IReadOnlyList<DdbMigrationRun>> ListAsync() => MigrationRunList.ReadAsync(_files.Place(), _unreadable.Add, CancellationToken.None);
}
