using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Undo;

/// <summary>Takes a table back, copied or deleted: old items that are gone are put back from their copies, then the copies go.</summary>
public static class MigrationUndo
{
    /// <summary>
    /// Takes the table back, or with <see cref="MigrationOptions.DryRun"/> tells what it would do. Copies that new clients changed or made stay and are
    /// reported, unless <see cref="MigrationOptions.IncludeChanged"/> is set.
    /// </summary>
    /// <exception cref="DdbException">The run cannot begin, such as with a mapping that has no inverse; nothing was changed.</exception>
    public static Task<MigrationRun<DdbUndoResult>> RunAsync(MigrationOptions options, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options, observer, TimeProvider.System, session => RunAsync(session, cancellationToken), cancellationToken);

    private static async Task<MigrationRun<DdbUndoResult>> RunAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        RequireInverse(session);
        using var others = session.Options.DryRun ? null : OtherRuns.Close(session);
        return await RunBoundary.RunAsync(session, RunOperation.Undo, mayResume: null, async checkpoint =>
        {
            others?.Forget();
            var end = await RunAsync(session, checkpoint, cancellationToken);
            // With every copy gone, its entries say nothing any more.
            if (end.Outcome == DdbMigrationOutcome.Completed)
                File.Delete(session.Folder.DeletionsPath);
            return end;
        }, (outcome, checkpoint) => ToResult(session, outcome, checkpoint), cancellationToken);
    }

    private static async Task<(DdbMigrationOutcome Outcome, DdbException? Error)> RunAsync(MigrationSession session, RunCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var (options, counters) = (session.Options, session.Counters);
        var mode = new WriteMode(options.DryRun, session.Observer, session.Log);
        using var index = new JournalIndex(session.Folder.DeletionsPath);
        using var journal = options.DryRun ? null : new DeletionJournal(session.Folder.DeletionsPath, session.Target.Table.Key);
        var pipeline = new BatchPipeline(session, session.Target, checkpoint.Scan, send => new UnmappingHandler(session, send));
        await RunProgress.WithAsync(session, () => session.Snapshot(options.DryRun ? "Dry run of the undo" : "Undo", counters, session.Target.Table.ItemCount), () => checkpoint.KeepAsync(
            token => pipeline.RunAsync(() => new ItemRestorer(session, mode, index, journal).RestoreAsync, token), cancellationToken));
        if (counters.Troubled == 0)
            return (options.DryRun ? DdbMigrationOutcome.Planned : DdbMigrationOutcome.Completed, null);
        var first = counters.Reports.Count > 0 ? $" The first: {counters.Reports[0]}" : "";
        return (DdbMigrationOutcome.Incomplete, new DdbException("UndoIncomplete", DdbErrorKind.Incomplete, session.Table.Name,
            FormattableString.Invariant($"The undo on table '{session.Table.Name}' left {counters[RunCount.Changed]:N0} copies that new clients changed or made, and {counters[RunCount.Failed]:N0} failed, of {counters[RunCount.Candidates]:N0}.")
            + $" Look at them with Get-DdbMigrationConflict (ddbns conflict list); -IncludeChanged (--include-changed) takes those back too whose old items can be told.{first}"));
    }

    private static void RequireInverse(MigrationSession session)
    {
        if (session.Mapping.Rules.FirstOrDefault(rule => !rule.HasInverse) is { } rule)
        {
            throw new DdbException("MappingHasNoInverse", DdbErrorKind.InvalidState, session.Mapping.Name,
                $"The mapping '{session.Mapping.Name}' has no way back: a new item of its rule '{rule.Name}' does not tell the old item's key or attributes. Nothing was changed. "
                + "While the old items are still there, delete the copies with a DynamoDB client; else restore the table from a backup or to a point in time.");
        }
    }

    private static DdbUndoResult ToResult(MigrationSession session, DdbMigrationOutcome outcome, RunCheckpoint checkpoint)
    {
        var (used, counters) = (checkpoint.Before + session.Used, session.Counters);
        return new DdbUndoResult
        {
            RunId = checkpoint.RunId,
            TableName = session.Table.Name,
            TargetTableName = session.Target.Table.Name,
            Namespace = session.Namespace?.Name,
            NamespaceId = session.Namespace?.NamespaceId,
            Mapping = session.Options.Mapping,
            Outcome = outcome,
            IsResumed = checkpoint.Resumed is not null,
            Scanned = counters[RunCount.Scanned],
            Copies = counters[RunCount.Candidates],
            Restored = counters[RunCount.Restored],
            ToRestore = counters[RunCount.ToRestore],
            Removed = counters[RunCount.Deleted],
            ToRemove = counters[RunCount.ToDelete],
            Changed = counters[RunCount.Changed],
            Failed = counters[RunCount.Failed],
            Reports = counters.Reports,
            ReadUnits = used.ReadUnits,
            WriteUnits = used.WriteUnits,
            Requests = used.Requests,
            Retries = used.Retries,
            Throttled = used.Throttled,
            StartedAt = checkpoint.StartedAt,
            Elapsed = checkpoint.Elapsed,
            CheckpointPath = checkpoint.Path,
        };
    }
}
