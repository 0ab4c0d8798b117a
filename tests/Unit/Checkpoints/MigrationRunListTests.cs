using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>What the list of runs tells of a folder's checkpoints.</summary>
public sealed class MigrationRunListTests : IDisposable
{
    private readonly RunFiles _files = new();
    private readonly List<DdbException> _unreadable = [];

    public void Dispose() => _files.Dispose();

    [Fact]
    public void AStoppedRunTellsHowFarItCame()
    {
        var folder = _files.Write(RunFiles.Checkpoint() with
        {
            Scan = new ScanState(8, 5, [new OpenSegment(3, null)]),
            Counts = new Dictionary<string, long>(StringComparer.Ordinal) { ["Scanned"] = 120, ["Candidates"] = 100, ["Written"] = 80, ["AlreadyMigrated"] = 10, ["Skipped"] = 3, ["Conflicts"] = 5, ["Failed"] = 2 },
        });

        var run = Assert.Single(List());

        Assert.Equal(("my-app", "default", "a7x3kq", "zae-limiter-0.10", "Copy", "run-1"), (run.TableName, run.Namespace, run.NamespaceId, run.Mapping, run.Operation, run.RunId));
        Assert.Equal((DdbRunStatus.Stopped, null, 50), (run.Status, run.Outcome, run.PercentDone));
        Assert.Equal((120, 100, 93, 5, 2), (run.Scanned, run.Candidates, run.Done, run.Conflicts, run.Failed));
        Assert.Equal((folder.CheckpointPath(RunOperation.Copy), folder.LimitsPath), (run.CheckpointPath, run.LimitsPath));
        Assert.Equal((RunFiles.Noon, RunFiles.Noon.AddMinutes(1), TimeSpan.FromMinutes(1)), (run.StartedAt, run.UpdatedAt, run.Elapsed));
    }

    [Fact]
    public void AFinishedRunTellsItsOutcome()
    {
        _files.Write(RunFiles.Checkpoint(RunOperation.Delete) with
        {
            IsFinished = true,
            Outcome = "Incomplete",
            Scan = new ScanState(8, 8, []),
            Counts = new Dictionary<string, long>(StringComparer.Ordinal) { ["Candidates"] = 10, ["Deleted"] = 9, ["Kept"] = 1 },
        });

        var run = Assert.Single(List());

        Assert.Equal((DdbRunStatus.Finished, "Incomplete", 100, 9, 1), (run.Status, run.Outcome, run.PercentDone, run.Done, run.Kept));
    }

    [Fact]
    public void ARunIsRunningWhileItsLockIsTaken()
    {
        var folder = _files.Write(RunFiles.Checkpoint());
        using (RunLock.Take(folder, RunOperation.Copy))
            Assert.Equal(DdbRunStatus.Running, Assert.Single(List()).Status);
        Assert.Equal(DdbRunStatus.Stopped, Assert.Single(List()).Status);
    }

    [Fact]
    public void ACatchUpCountsChangesAndHasNoPercentage()
    {
        _files.Write(RunFiles.Checkpoint(RunOperation.Sync) with
        {
            Scan = new ScanState(8, 0, []),
            CatchUp = new CatchUpCounts(RecordsRead: 50, Changes: 40, Written: 20, Deleted: 5, AlreadyApplied: 10, Conflicts: 3, Failed: 2),
        });

        var run = Assert.Single(List());

        Assert.Equal((50, 40, 35, 3, 2), (run.Scanned, run.Candidates, run.Done, run.Conflicts, run.Failed));
        Assert.Null(run.PercentDone);
    }

    [Fact]
    public void ACheckpointThatCannotBeReadIsNamedAndTheOthersAreListed()
    {
        var folder = _files.Write(RunFiles.Checkpoint());
        var broken = folder.CheckpointPath(RunOperation.Delete);
        File.WriteAllText(broken, "{");

        Assert.Equal("Copy", Assert.Single(List()).Operation);
        Assert.Equal(("CheckpointUnreadable", broken), (Assert.Single(_unreadable).ErrorId, _unreadable[0].Target));
    }

    [Fact]
    public void AFolderWithoutRunsHasNone() => Assert.Empty(List());

    private List<DdbMigrationRun> List() => [.. MigrationRunList.Read(_files.Folder().Path, _unreadable.Add)];
}
