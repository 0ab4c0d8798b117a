using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>Lists runs and where they stand. It reads checkpoints, and calls no AWS service.</summary>
public static class MigrationRunList
{
    /// <summary>The runs of one folder, or of all folders below the user's own.</summary>
    /// <param name="checkpointPath">The folder, or a checkpoint in it; null for all.</param>
    /// <param name="onUnreadable">Hears of each checkpoint that cannot be read; the others are listed all the same.</param>
    public static IEnumerable<DdbMigrationRun> Read(string? checkpointPath, Action<DdbException> onUnreadable) =>
        KnownRun.Read(checkpointPath, onUnreadable).Select(Describe);

    private static DdbMigrationRun Describe(KnownRun run)
    {
        var (checkpoint, plan) = (run.Checkpoint, run.Checkpoint.Plan);
        var described = new DdbMigrationRun
        {
            TableName = plan.TableName,
            TargetTableName = plan.TargetTableName,
            Namespace = plan.Namespace,
            NamespaceId = plan.NamespaceId,
            Mapping = plan.Mapping,
            Variable = MappingVariables.Given(plan.Variables),
            Operation = run.Operation.ToString(),
            RunId = checkpoint.RunId,
            Status = StatusOf(run),
            Outcome = checkpoint.IsFinished ? checkpoint.Outcome : null,
            StartedAt = checkpoint.StartedAt,
            UpdatedAt = checkpoint.UpdatedAt,
            Elapsed = checkpoint.Elapsed,
            Endpoint = plan.Endpoint,
            CheckpointPath = run.Path,
            LimitsPath = run.Folder.LimitsPath,
        };
        return run.Operation == RunOperation.Sync ? WithChanges(described, checkpoint.CatchUp ?? new CatchUpCounts()) : WithItems(described, run);
    }

    private static DdbRunStatus StatusOf(KnownRun run)
    {
        // A run that just ended has saved its end before it let go of its lock; one whose lock is taken may be a new one that has saved nothing yet.
        if (RunLock.IsTaken(run.Folder, run.Operation))
            return DdbRunStatus.Running;
        return run.Checkpoint.IsFinished ? DdbRunStatus.Finished : DdbRunStatus.Stopped;
    }

    private static DdbMigrationRun WithChanges(DdbMigrationRun run, CatchUpCounts counts) => run with
    {
        Scanned = counts.RecordsRead,
        Candidates = counts.Changes,
        Done = counts.Written + counts.Deleted + counts.AlreadyApplied,
        Conflicts = counts.Conflicts,
        Failed = counts.Failed,
    };

    private static DdbMigrationRun WithItems(DdbMigrationRun described, KnownRun run)
    {
        var counts = Tally.From(run.Checkpoint.Counts);
        return described with
        {
            Scanned = counts[RunCount.Scanned],
            Candidates = counts[RunCount.Candidates],
            Done = run.Operation == RunOperation.Verify
                ? counts[RunCount.Candidates] - counts[RunCount.Unmappable]
                : counts[RunCount.Written] + counts[RunCount.AlreadyMigrated] + counts[RunCount.Skipped] + counts[RunCount.Deleted],
            Conflicts = counts[RunCount.Conflicts],
            Failed = counts[RunCount.Failed],
            Kept = counts[RunCount.Kept],
            Changed = counts[RunCount.Changed],
            PercentDone = run.Checkpoint.Scan is { TotalSegments: > 0 } scan ? (int)(100L * (scan.NextSegment - scan.Open.Count) / scan.TotalSegments) : null,
        };
    }
}
