using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

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
        using var journal = isDryRun ? null : new DeletionJournal(session.Folder.DeletionsPath, session.Target.Table.Key);
        checkpoint.Complete = saved =>
        {
            journal?.Flush();
            return saved;
        };
        var pipeline = new BatchPipeline(session, session.Calls, checkpoint.Scan, send => new MappingHandler(session, counters, keepsWholeSource: true, send));
        await RunProgress.WithAsync(session, isDryRun ? "Dry run of the delete" : "Delete", counters, () => checkpoint.KeepAsync(
            token => pipeline.RunAsync(() => new ItemDeleter(session.Calls, session.Target, counters, mode, DeletionWording.OldItems, journal, session.Time).DeleteAsync, token), cancellationToken));
        // What is saved from here on has no page behind it.
        checkpoint.Complete = static saved => saved;
        if (counters.Troubled > 0)
            return (DdbMigrationOutcome.Incomplete, RunTrouble.Of(session, counters, ""));
        return (isDryRun ? DdbMigrationOutcome.Planned : DdbMigrationOutcome.Completed, null);
    }
}
