using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Migration;

/// <summary>What is the same of every run that writes: it opens its checkpoint, and whatever ends it once it has begun, its result is told.</summary>
internal static class RunBoundary
{
    /// <param name="session">The run.</param>
    /// <param name="operation">Whose checkpoint it is.</param>
    /// <param name="mayResume">Whether this command goes on with a run that was stopped there.</param>
    /// <param name="work">The run itself, and how it ended.</param>
    /// <param name="toResult">The result of its counters.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static async Task<MigrationRun<T>> RunAsync<T>(
        MigrationSession session,
        RunOperation operation,
        Func<Checkpoint, bool>? mayResume,
        Func<RunCheckpoint, Task<(DdbMigrationOutcome Outcome, DdbException? Error)>> work,
        Func<DdbMigrationOutcome, RunCheckpoint, T> toResult,
        CancellationToken cancellationToken)
    {
        using var checkpoint = RunCheckpoint.Open(session, operation, session.Settings, mayResume);
        if (checkpoint.Resumed is { } resumed)
            session.Counters.Resume(resumed, RecordLog.Read<DdbItemReport>(session.Folder.RecordsPath(operation)));
        session.Events.Started(session, operation.ToString(), checkpoint);
        try
        {
            var (outcome, error) = await work(checkpoint);
            checkpoint.Finish(outcome);
            session.Events.Ended(outcome, error);
            return new MigrationRun<T>(toResult(outcome, checkpoint), error, IsInterrupted: false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            var error = new DdbException("MigrationInterrupted", DdbErrorKind.Incomplete, session.Table.Name,
                $"The run on table '{session.Table.Name}' was stopped. What it had written stays and is safe; run the same command again to go on where it stopped.");
            session.Events.Ended(DdbMigrationOutcome.Incomplete, error);
            return new MigrationRun<T>(toResult(DdbMigrationOutcome.Incomplete, checkpoint), error, IsInterrupted: true);
        }
        catch (Exception error) when (session.Translate(error) is DdbException translated)
        {
            session.Events.Ended(DdbMigrationOutcome.Incomplete, translated);
            return new MigrationRun<T>(toResult(DdbMigrationOutcome.Incomplete, checkpoint), translated, IsInterrupted: false);
        }
    }
}
