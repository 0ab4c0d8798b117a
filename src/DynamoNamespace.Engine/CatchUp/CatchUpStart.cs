using Amazon.Runtime;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>Finds where catch-up is to begin in the table's stream: where it stopped, where the copy began, or now.</summary>
internal sealed class CatchUpStart(MigrationSession session, IStreamCalls streams)
{
    /// <summary>What a record's time is rounded to.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The position for a copy, taken before its first read. Every copy takes one where it can, so that catch-up can follow it later; only with
    /// <see cref="MigrationOptions.CatchUp"/> it must.
    /// </summary>
    public async Task<StreamPosition?> ForCopyAsync(RunCheckpoint copy, CancellationToken cancellationToken)
    {
        // What it had copied before it was stopped, only its own position covers.
        if (copy.Resumed is { } resumed)
            return resumed.Stream;
        if (session.Options.Restart)
            ForgetCatchUp();
        var earlier = CheckpointFile.Read(session.Folder.CheckpointPath(RunOperation.Sync))?.Stream ?? copy.Previous?.Stream;
        if (earlier is not null && IsKept(earlier))
            return earlier;
        if (session.Options.CatchUp)
            return await TakeAsync(cancellationToken);
        return session.Table.StreamViewType == StreamSwitch.ViewType ? await TryTakeAsync(cancellationToken) : null;
    }

    /// <summary>The position for a catch-up of its own.</summary>
    public async Task<StreamPosition> ForCatchUpAsync(RunCheckpoint sync, CancellationToken cancellationToken)
    {
        var position = sync.Resumed?.Stream;
        if (position is null && !session.Options.Restart)
            position = CheckpointFile.Read(session.Folder.CheckpointPath(RunOperation.Copy))?.Stream;
        if (position is null)
        {
            position = await TakeAsync(cancellationToken);
            session.Observer.OnWarning($"Catch-up on table '{session.Table.Name}' begins with what changes from now on. Run {session.CopyCommand} now: only what is copied after this moment can be kept in step.");
            return position;
        }

        StreamRequirements.RequireCurrent(session.Table, position);
        return position;
    }

    private async Task<StreamPosition> TakeAsync(CancellationToken cancellationToken)
    {
        var table = session.Table;
        if (table.LatestStreamArn is null && session.Options.EnableStream)
        {
            session.Observer.OnVerbose($"The stream of table '{table.Name}' is switched on.");
            table = await StreamSwitch.EnableAsync(session.Client, table.Name, session.Time, cancellationToken);
        }

        await OutwaitUndoAsync(cancellationToken);
        return await StreamPosition.TakeAsync(streams, table, session.Time, cancellationToken);
    }

    /// <summary>
    /// An undo of a migration to this table removed copies from it. In the stream they look like a client's deletes, of which a position also takes those
    /// of the last seconds before it: to carry them would delete the old items that the undo has just put back.
    /// </summary>
    private async Task OutwaitUndoAsync(CancellationToken cancellationToken)
    {
        var reach = CatchUpRun.DeletesBefore + Second;
        var undone = KnownRun.ReadSince(RunOperation.Undo, session.Time.GetUtcNow() - reach)
            .Where(run => run.Checkpoint.Plan.Target is { } target && target.IsSame(session.Plan.Source))
            .Select(run => run.Checkpoint.UpdatedAt).DefaultIfEmpty().Max();
        var wait = undone + reach - session.Time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
            return;
        session.Observer.OnWarning(FormattableString.Invariant(
            $"An undo has just removed copies from table '{session.Table.Name}', which in its stream look like a client's deletes. Catch-up begins in {Math.Ceiling(wait.TotalSeconds):N0} s, when it can tell them apart."));
        await Task.Delay(wait, session.Time, cancellationToken);
    }

    private async Task<StreamPosition?> TryTakeAsync(CancellationToken cancellationToken)
    {
        await OutwaitUndoAsync(cancellationToken);
        try
        {
            return await StreamPosition.TakeAsync(streams, session.Table, session.Time, cancellationToken);
        }
        catch (Exception error) when (error is AmazonServiceException or DdbException && !cancellationToken.IsCancellationRequested)
        {
            session.Observer.OnVerbose($"No position was taken in the stream of table '{session.Table.Name}', so catch-up cannot follow this copy: {error.Message}");
            return null;
        }
    }

    private bool IsKept(StreamPosition position) =>
        position.StreamArn == session.Table.LatestStreamArn && position.AgeAt(session.Time.GetUtcNow()) < StreamPosition.Retention;

    /// <summary>To start over is to begin with a new position.</summary>
    private void ForgetCatchUp()
    {
        using var closed = RunLock.Take(session.Folder, RunOperation.Sync);
        session.Folder.Forget(RunOperation.Sync);
    }
}
