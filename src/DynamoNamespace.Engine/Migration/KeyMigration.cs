using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Copies old items to their new keys, and deletes old items whose copies are proven.</summary>
public static class KeyMigration
{
    /// <summary>
    /// Copies every candidate to its new key, if nothing stands there; with <see cref="MigrationOptions.CatchUp"/> carries what writers change meanwhile;
    /// with <see cref="MigrationOptions.Delete"/> goes on into the delete once everything is copied; with <see cref="MigrationOptions.DryRun"/> only tells
    /// what it would do. A run that was stopped goes on from its checkpoint.
    /// </summary>
    /// <exception cref="DdbException">The run cannot begin; nothing was changed.</exception>
    public static Task<MigrationRun<DdbMigrationResult>> CopyAsync(MigrationOptions options, IRunObserver observer, CancellationToken cancellationToken) =>
        CopyCheckedAsync(options, static (session, _) => RequireOneTable(session), observer, cancellationToken);

    /// <param name="options">What to copy.</param>
    /// <param name="require">Refuses what such a run is not for, before anything is written.</param>
    /// <param name="observer">Hears progress, warnings and details.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    internal static Task<MigrationRun<DdbMigrationResult>> CopyCheckedAsync(
        MigrationOptions options, Func<MigrationSession, CancellationToken, Task> require, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options, observer, TimeProvider.System, async session =>
        {
            CopyRun? run = null;
            await require(session, cancellationToken);
            return await RunBoundary.RunAsync(
                session, RunOperation.Copy, found => MayResume(found, options),
                checkpoint => (run = new CopyRun(session, checkpoint)).RunAsync(cancellationToken),
                (outcome, checkpoint) => session.ToResult(outcome, checkpoint) with { CatchUp = run?.CatchUp }, cancellationToken);
        }, cancellationToken);

    /// <summary>Deletes the old items whose copies are proven, and reports the rest. A run that was stopped goes on from its checkpoint.</summary>
    /// <exception cref="DdbException">The run cannot begin; nothing was changed.</exception>
    public static Task<MigrationRun<DdbMigrationResult>> DeleteAsync(MigrationOptions options, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options, observer, TimeProvider.System, session => RunBoundary.RunAsync(
            session, RunOperation.Delete, mayResume: null,
            checkpoint => new DeleteRun(session, checkpoint, session.Counters).RunAsync(cancellationToken), session.ToResult, cancellationToken), cancellationToken);

    private static Task RequireOneTable(MigrationSession session) => session.IsOneTable
        ? Task.CompletedTask
        : throw new DdbException("TargetIsAnotherTable", DdbErrorKind.InvalidArgument, session.Target.Table.Name,
            $"The items of table '{session.Table.Name}' are to go to another table, '{session.Target.Table.Name}'. That is what Invoke-DdbTableMigration (ddbns table migrate) does; nothing was changed.");

    /// <summary>Catch-up cannot follow a copy that has no position in the stream, so such a copy begins anew.</summary>
    private static bool MayResume(Checkpoint found, MigrationOptions options) =>
        options.CatchUp ? found.Stream is not null : options.Delete || !found.IsScanned;
}
