using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>Carries what old clients change over to the copies, from the table's stream.</summary>
public static class MigrationCatchUp
{
    /// <summary>
    /// Goes on where an earlier catch-up stopped, or begins where the copy did, until <see cref="MigrationOptions.StopWhenIdle"/>,
    /// <see cref="MigrationOptions.Until"/> or the user ends it.
    /// </summary>
    /// <exception cref="DdbException">It cannot begin: the table has no stream of old and new images, or changes were missed. Nothing was changed.</exception>
    public static Task<MigrationRun<DdbCatchUpResult>> RunAsync(MigrationOptions options, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options, observer, TimeProvider.System, session => RunAsync(session, cancellationToken), cancellationToken);

    private static async Task<MigrationRun<DdbCatchUpResult>> RunAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        using var client = ConnectionFactory.CreateStreams(session.Options.Connection);
        var streams = new StreamCalls(client, session.Table.Name, session.Time);
        CatchUpRun? run = null;
        try
        {
            var end = await RunBoundary.RunAsync(session, RunOperation.Sync, mayResume: null, async checkpoint =>
            {
                var position = await new CatchUpStart(session, streams).ForCatchUpAsync(checkpoint, cancellationToken);
                run = new CatchUpRun(session, checkpoint, streams, position, new CopyStatus(session.Folder, position).IsFinished, isBesideCopy: false);
                await RunProgress.WithAsync(session, run.Snapshot, () => checkpoint.KeepAsync(
                    token => run.RunAsync(() => session.Options.StopWhenIdle, token), cancellationToken));
                return End(session, run);
            }, (outcome, _) => run?.ToResult(outcome)!, cancellationToken);
            return run is null && end.Error is not null ? throw end.Error : end;
        }
        finally
        {
            run?.Dispose();
        }
    }

    /// <summary>How a catch-up ends that was not stopped.</summary>
    internal static (DdbMigrationOutcome Outcome, DdbException? Error) End(MigrationSession session, CatchUpRun run)
    {
        if (run.Troubled > 0)
        {
            return (DdbMigrationOutcome.Incomplete, new DdbException("CatchUpIncomplete", DdbErrorKind.Incomplete, session.Table.Name,
                FormattableString.Invariant($"Catch-up on table '{session.Table.Name}' met {run.Troubled:N0} changes that it did not carry: new clients had changed the copies, or the items could not be mapped or written.")
                + $" Look at them with Get-DdbMigrationConflict (ddbns conflict list) and decide with Resolve-DdbMigrationConflict (ddbns conflict resolve). The first: {run.Counters.Reports[0]}"));
        }

        if (run.Waiting > 0)
        {
            return (DdbMigrationOutcome.Incomplete, new DdbException("CopyNotFinished", DdbErrorKind.Incomplete, session.Table.Name,
                FormattableString.Invariant($"{run.Waiting:N0} changes on table '{session.Table.Name}' wait until the copy is finished. Run {session.CopyCommand} to its end, then catch-up again; they are kept until then.")));
        }

        return (DdbMigrationOutcome.Completed, null);
    }
}
