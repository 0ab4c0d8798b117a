using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Journals;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Deletes the old items whose copies are proven.</summary>
internal sealed class DeleteRun(MigrationSession session, RunCheckpoint checkpoint, RunCounters counters)
{
    public async Task<(DdbMigrationOutcome Outcome, DdbException? Error)> RunAsync(CancellationToken cancellationToken)
    {
        if (session.Mapping.Rules.Count == 0)
            return NothingToMigrate.End(session);
        var isDryRun = session.Options.DryRun;
        if (session.InPlace is not null)
        {
            session.Observer.OnVerbose($"The mapping '{session.Mapping.Name}' changes items in place, so there are no old items to delete; table '{session.Table.Name}' was not read.");
            return (isDryRun ? DdbMigrationOutcome.Planned : DdbMigrationOutcome.Completed, null);
        }

        var mode = new WriteMode(isDryRun, session.Observer, session.Log);
        JournalWriter? journal = null;
        if (!isDryRun)
        {
            await session.State.SetPhaseAsync(DdbPlanPhase.Deleting, checkpoint.Lease, cancellationToken);
            await session.Gate.OutwaitLateRemovalsAsync(cancellationToken);
            journal = new JournalWriter(session.State.Log(StateLogs.Deletions), checkpoint.Lease, session.Target.Table.Key, session.Client.Clock);
            checkpoint.Join(journal);
        }

        var pipeline = new BatchPipeline(session, session.Calls, checkpoint.Scan, send => new MappingHandler(session, counters, keepsWholeSource: true, send));
        await RunProgress.WithAsync(session, isDryRun ? "Dry run of the delete" : "Delete", counters, () => checkpoint.KeepAsync(
            token => pipeline.RunAsync(() => new ItemDeleter(session.Calls, session.Target, counters, mode, DeletionWording.OldItems, journal, session.Time).DeleteAsync, token), cancellationToken));
        if (!isDryRun)
            await session.State.SetPhaseAsync(DdbPlanPhase.Deleted, checkpoint.Lease, cancellationToken);
        if (counters.Troubled > 0)
            return (DdbMigrationOutcome.Incomplete, RunTrouble.Of(session, counters, ""));
        return (isDryRun ? DdbMigrationOutcome.Planned : DdbMigrationOutcome.Completed, null);
    }
}
