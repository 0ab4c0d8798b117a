using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>Lists runs and where they stand, from any machine.</summary>
public static class MigrationRunList
{
    /// <summary>The runs of all plans in a store.</summary>
    /// <param name="place">The store.</param>
    /// <param name="onUnreadable">Receives each checkpoint that cannot be read; the others are listed all the same.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    public static Task<IReadOnlyList<DdbMigrationRun>> ReadAsync(StatePlace place, Action<DdbException> onUnreadable, CancellationToken cancellationToken) =>
        StateStores.ReadAsync(place, async store =>
        {
            var runs = new List<DdbMigrationRun>();
            foreach (var run in await StoredRun.ReadAllAsync(store, onUnreadable, cancellationToken))
            {
                var holder = await run.State.FindHolderAsync(run.Operation, cancellationToken);
                runs.Add(Describe(run, holder) with { StateTableName = store.Home.TableName });
            }


            return (IReadOnlyList<DdbMigrationRun>)runs;
        }, cancellationToken);

    private static DdbMigrationRun Describe(StoredRun run, LeaseHolder? holder)
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
            // A run that just ended has saved its end before it released its lease; one whose lease is held may be a new one that has saved nothing yet.
            Status = holder is not null ? DdbRunStatus.Running : checkpoint.IsFinished ? DdbRunStatus.Finished : DdbRunStatus.Stopped,
            Owner = holder?.ToString(),
            Phase = run.Plan.Phase,
            Outcome = checkpoint.IsFinished ? checkpoint.Outcome : null,
            StartedAt = checkpoint.StartedAt,
            UpdatedAt = checkpoint.UpdatedAt,
            Elapsed = checkpoint.Elapsed,
            Endpoint = plan.Endpoint,
            CheckpointPath = run.State.PathOf(run.Operation),
            LimitsPath = run.State.LimitsPath,
        };
        return run.Operation == RunOperation.Sync ? WithChanges(described, checkpoint.CatchUp ?? new CatchUpCounts()) : WithItems(described, run);
    }

    private static DdbMigrationRun WithChanges(DdbMigrationRun run, CatchUpCounts counts) => run with
    {
        Scanned = counts.RecordsRead,
        Candidates = counts.Changes,
        Done = counts.Written + counts.Deleted + counts.AlreadyApplied,
        Conflicts = counts.Conflicts,
        Failed = counts.Failed,
    };

    private static DdbMigrationRun WithItems(DdbMigrationRun described, StoredRun run)
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
