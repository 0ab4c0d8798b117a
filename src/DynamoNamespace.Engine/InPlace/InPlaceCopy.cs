using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Changes every item that a rule matches, or in a dry run tells what that would take.</summary>
internal sealed class InPlaceCopy(MigrationSession session, InPlaceMapping mapping, RunCheckpoint checkpoint, WriteMode mode)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var journal = mode.IsDryRun ? null : new UpdateJournal(session.Folder.UpdatesPath, session.Table.Key);
        if (journal is not null)
        {
            var complete = checkpoint.Complete;
            checkpoint.Complete = saved =>
            {
                journal.Flush();
                return complete(saved);
            };
        }

        var pipeline = new BatchPipeline(
            session, session.Calls, checkpoint.Scan, send => new MappingHandler(session, session.Counters, keepsWholeSource: true, send), mapping.Matching);
        await pipeline.RunAsync(() => new InPlaceUpdater(session, mapping, mode, journal).RunAsync, cancellationToken);
    }
}
