using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Takes back what the migration changed in place, as far as it is still as the migration left it.</summary>
internal static class InPlaceUndo
{
    public static async Task<(DdbMigrationOutcome Outcome, DdbException? Error)> RunAsync(
        MigrationSession session, InPlaceMapping mapping, RunCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var (options, counters) = (session.Options, session.Counters);
        var mode = new WriteMode(options.DryRun, session.Observer, session.Log);
        using (var index = new UpdateIndex(session.Folder))
        {
            // Without a filter: what the migration wrote may be in items that no rule is for any more.
            var pipeline = new BatchPipeline(session, session.Calls, checkpoint.Scan, send => new InPlaceUndoHandler(session, new UndoJudge(session, mapping, index), send));
            await RunProgress.WithAsync(session, options.DryRun ? "Dry run of the undo" : "Undo", counters, () => checkpoint.KeepAsync(
                token => pipeline.RunAsync(() => new InPlaceRestorer(session, mapping, mode, new UndoJudge(session, mapping, index)).RunAsync, token), cancellationToken));
        }

        if (counters.Troubled > 0)
            return (DdbMigrationOutcome.Incomplete, TroubleOf(session));
        if (options.DryRun)
            return (DdbMigrationOutcome.Planned, null);
        // With everything taken back, the entries say nothing any more.
        UpdateIndex.Delete(session.Folder);
        return (DdbMigrationOutcome.Completed, null);
    }

    private static DdbException TroubleOf(MigrationSession session)
    {
        var counters = session.Counters;
        var first = counters.Reports.Count > 0 ? $" The first: {counters.Reports[0]}" : "";
        return new DdbException("UndoIncomplete", DdbErrorKind.Incomplete, session.Table.Name,
            FormattableString.Invariant($"The undo on table '{session.Table.Name}' left {counters[RunCount.Changed]:N0} items that clients changed or made, and {counters[RunCount.Failed]:N0} failed, of {counters[RunCount.Candidates]:N0}.")
            + $" Look at them with Get-DdbMigrationConflict (ddbns conflict list); -IncludeChanged (--include-changed) takes those back too that are as the mapping makes them and of which it is known what they were.{first}");
    }
}
