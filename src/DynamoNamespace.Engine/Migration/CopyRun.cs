using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.InPlace;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Copies every candidate, carries what changes meanwhile where that is asked for, and goes on into the delete likewise.</summary>
internal sealed class CopyRun(MigrationSession session, RunCheckpoint checkpoint)
{
    private readonly WriteMode mode = new(session.Options.DryRun, session.Observer, session.Log);
    private volatile bool isCopied;

    /// <summary>What the catch-up beside the copy did; null where there was none.</summary>
    public DdbCatchUpResult? CatchUp { get; private set; }

    public async Task<(DdbMigrationOutcome Outcome, DdbException? Error)> RunAsync(CancellationToken cancellationToken)
    {
        if (session.Mapping.Rules.Count == 0)
            return NothingToMigrate.End(session);
        if (session.Options.DryRun)
            return await PlanAsync(cancellationToken);
        var caughtUp = await CopyAsync(cancellationToken);
        WarnOfUnknownFamilies();
        var nothingDeleted = session.Options.Delete ? " Nothing was deleted." : "";
        if (session.Counters.Troubled > 0)
            return (DdbMigrationOutcome.Incomplete, RunTrouble.Of(session, session.Counters, nothingDeleted));
        if (caughtUp.Error is not null)
            return caughtUp;
        return session.Options.Delete ? await DeleteAsync(cancellationToken) : (DdbMigrationOutcome.Completed, null);
    }

    private async Task<(DdbMigrationOutcome, DdbException?)> PlanAsync(CancellationToken cancellationToken)
    {
        if (session.Options is { CatchUp: true, EnableStream: false })
            StreamRequirements.RequireEnabled(session.Table);
        using var targets = new TargetKeys(session);
        await RunProgress.WithAsync(session, "Dry run", session.Counters, () => ScanAsync(targets, cancellationToken));
        targets.Report(session.Counters);
        WarnOfUnknownFamilies();
        return session.Counters.Troubled > 0
            ? (DdbMigrationOutcome.Incomplete, RunTrouble.Of(session, session.Counters, ""))
            : (DdbMigrationOutcome.Planned, null);
    }

    private async Task<(DdbMigrationOutcome, DdbException? Error)> CopyAsync(CancellationToken cancellationToken)
    {
        using var client = ConnectionFactory.CreateStreams(session.Options.Connection);
        var streams = new StreamCalls(client, session.Table.Name, session.Time);
        // Before the first item is read: what changes from now on is in the stream.
        var position = await new CatchUpStart(session, streams).ForCopyAsync(checkpoint, cancellationToken);
        checkpoint.Complete = saved => saved with { Stream = position };
        if (session.Options.CatchUp)
            return await CopyAndCatchUpAsync(streams, position!, cancellationToken);
        await CopyItemsAsync(cancellationToken);
        return (DdbMigrationOutcome.Completed, null);
    }

    private async Task<(DdbMigrationOutcome, DdbException? Error)> CopyAndCatchUpAsync(IStreamCalls streams, StreamPosition position, CancellationToken cancellationToken)
    {
        using var sync = RunCheckpoint.Open(session, RunOperation.Sync, session.Settings);
        using var catchUp = new CatchUpRun(session, sync, streams, sync.Resumed?.Stream ?? position, () => isCopied, isBesideCopy: true);
        try
        {
            using var group = new TaskGroup(cancellationToken);
            var following = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            group.Start(async token =>
            {
                await CopyItemsAsync(token);
                isCopied = true;
                // Now that the copy's progress has ended, that of the catch-up is what there is to see.
                await RunProgress.WithAsync(session, catchUp.Snapshot, () => following.Task.WaitAsync(token));
            });
            group.Start(async token =>
            {
                await sync.KeepAsync(running => catchUp.RunAsync(() => isCopied, running), token);
                following.SetResult();
            });
            await group.WaitAsync();
            await new ConflictReview(session, checkpoint).RunAsync(cancellationToken);
            var end = MigrationCatchUp.End(session, catchUp);
            CatchUp = catchUp.ToResult(end.Outcome);
            return end;
        }
        catch
        {
            CatchUp = catchUp.ToResult(DdbMigrationOutcome.Incomplete);
            throw;
        }
    }

    private Task CopyItemsAsync(CancellationToken cancellationToken) => RunProgress.WithAsync(session, "Copy", session.Counters, () =>
        checkpoint.KeepAsync(token => ScanAsync(null, token), cancellationToken));

    private Task ScanAsync(TargetKeys? targets, CancellationToken cancellationToken) => session.InPlace is { } inPlace
        ? new InPlaceCopy(session, inPlace, checkpoint, mode).RunAsync(cancellationToken)
        : new BatchPipeline(session, session.Calls, checkpoint.Scan, send => new MappingHandler(session, session.Counters, keepsWholeSource: false, send)).RunAsync(
            () => new ItemWriter(session, mode, targets).WriteAsync, cancellationToken);

    private async Task<(DdbMigrationOutcome, DdbException?)> DeleteAsync(CancellationToken cancellationToken)
    {
        var counters = new RunCounters(session.Mapping.Families, session.Log);
        using var deletion = RunCheckpoint.Open(session, RunOperation.Delete, session.Settings);
        if (deletion.Resumed is { } resumed)
            counters.Resume(resumed, RecordLog.Read<DdbItemReport>(session.Folder.RecordsPath(RunOperation.Delete)));
        try
        {
            var (outcome, error) = await new DeleteRun(session, deletion, counters).RunAsync(cancellationToken);
            deletion.Finish(outcome);
            return (outcome, error);
        }
        finally
        {
            session.Counters.AddDelete(counters);
        }
    }

    private void WarnOfUnknownFamilies()
    {
        var unknown = session.Counters.Families.Where(family => !family.IsKnown).ToList();
        if (unknown.Count > 0)
        {
            session.Observer.OnWarning($"The mapping '{session.Mapping.Name}' does not name these families, and their items are migrated like the others: "
                + $"{string.Join(", ", unknown.Select(family => FormattableString.Invariant($"{family.Family} ({family.Candidates:N0} items)")))}.");
        }
    }
}
