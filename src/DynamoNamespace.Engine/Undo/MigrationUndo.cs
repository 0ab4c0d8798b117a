using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.InPlace;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Undo;

/// <summary>Takes a table back, copied or deleted: old items that are gone are put back from their copies, then the copies go.</summary>
public static class MigrationUndo
{
    /// <summary>
    /// Takes the table back, or with <see cref="MigrationOptions.DryRun"/> tells what it would do. Copies that new clients changed or made stay and are
    /// reported, unless <see cref="MigrationOptions.IncludeChanged"/> is set.
    /// </summary>
    /// <exception cref="DdbException">The run cannot begin; nothing was changed.</exception>
    public static Task<MigrationRun<DdbUndoResult>> RunAsync(MigrationOptions options, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options, observer, TimeProvider.System, session => RunAsync(session, cancellationToken), cancellationToken);

    private static async Task<MigrationRun<DdbUndoResult>> RunAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        using var others = session.Options.DryRun ? null : OtherRuns.Close(session);
        return await RunBoundary.RunAsync(session, RunOperation.Undo, mayResume: null, async checkpoint =>
        {
            others?.Forget();
            if (session.InPlace is { } inPlace)
                return await InPlaceUndo.RunAsync(session, inPlace, checkpoint, cancellationToken);
            var end = await RunAsync(session, checkpoint, cancellationToken);
            // With every copy gone, its entries say nothing any more.
            if (end.Outcome == DdbMigrationOutcome.Completed)
                File.Delete(session.Folder.DeletionsPath);
            return end;
        }, (outcome, checkpoint) => ToResult(session, outcome, checkpoint), cancellationToken);
    }

    private static async Task<(DdbMigrationOutcome Outcome, DdbException? Error)> RunAsync(MigrationSession session, RunCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        if (session.Mapping.Rules.Count == 0)
            return NothingToMigrate.End(session);
        var (options, counters) = (session.Options, session.Counters);
        var mode = new WriteMode(options.DryRun, session.Observer, session.Log);
        using var index = new JournalIndex(session.Folder.DeletionsPath);
        using var journal = options.DryRun ? null : new DeletionJournal(session.Folder.DeletionsPath, session.Target.Table.Key);
        await RunProgress.WithAsync(session, () => session.Snapshot(options.DryRun ? "Dry run of the undo" : "Undo", counters, session.Target.Table.ItemCount), () => checkpoint.KeepAsync(
            token => session.Mapping.HasInverse ? ByCopiesAsync(session, checkpoint, mode, index, journal, token) : ByOldItemsAsync(session, checkpoint, mode, index, token), cancellationToken));
        if (counters.Troubled == 0)
            return (options.DryRun ? DdbMigrationOutcome.Planned : DdbMigrationOutcome.Completed, null);
        var first = counters.Reports.Count > 0 ? $" The first: {counters.Reports[0]}" : "";
        return (DdbMigrationOutcome.Incomplete, new DdbException("UndoIncomplete", DdbErrorKind.Incomplete, session.Table.Name,
            FormattableString.Invariant($"The undo on table '{session.Table.Name}' left {counters[RunCount.Changed]:N0} copies that new clients changed or made, and {counters[RunCount.Failed]:N0} failed, of {counters[RunCount.Candidates]:N0}.")
            + $" Look at them with Get-DdbMigrationConflict (ddbns conflict list); -IncludeChanged (--include-changed) takes those back too whose old items can be told.{first}"));
    }

    /// <summary>Every new item tells its old one: the copies are read, and each is taken back.</summary>
    private static Task ByCopiesAsync(
        MigrationSession session, RunCheckpoint checkpoint, WriteMode mode, JournalIndex index, DeletionJournal? journal, CancellationToken cancellationToken) =>
        new BatchPipeline(session, session.Target, checkpoint.Scan, send => new UnmappingHandler(session, send)).RunAsync(
            () => new ItemRestorer(session, mode, index, journal).RestoreAsync, cancellationToken);

    /// <summary>
    /// Not every new item does: what the delete took is put back from its journal, then the old items are read, and what they map to is removed. A copy
    /// whose old item is neither there nor in the journal is nobody's that can be told, and stays.
    /// </summary>
    private static async Task ByOldItemsAsync(MigrationSession session, RunCheckpoint checkpoint, WriteMode mode, JournalIndex index, CancellationToken cancellationToken)
    {
        await new OriginalRestorer(session, mode, index).RunAsync(cancellationToken);
        await new BatchPipeline(session, session.Calls, checkpoint.Scan, send => new MappingHandler(session, session.Counters, keepsWholeSource: true, send, leavesUnmappable: true)).RunAsync(
            () => new CopyRemover(session, mode).RemoveAsync, cancellationToken);
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
            Variable = session.Options.Variables,
            Outcome = outcome,
            IsResumed = checkpoint.Resumed is not null,
            Scanned = counters[RunCount.Scanned],
            Copies = session.InPlace is not null || session.Mapping.HasInverse ? counters[RunCount.Candidates] : counters.Done - counters[RunCount.Skipped] + counters.Troubled,
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
