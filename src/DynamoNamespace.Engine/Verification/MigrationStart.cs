using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Verification;

/// <summary>When this plan's migration began, as far as its checkpoints on this machine tell.</summary>
internal static class MigrationStart
{
    private static readonly RunOperation[] Writing = [RunOperation.Copy, RunOperation.Sync, RunOperation.Delete];

    public static DateTimeOffset? Find(RunFolder folder) => Writing.Select(operation => StartOf(folder.CheckpointPath(operation))).Min();

    private static DateTimeOffset? StartOf(string path)
    {
        try
        {
            return CheckpointFile.Read(path)?.StartedAt;
        }
        catch (DdbException)
        {
            // The run that it belongs to tells of it; here another time is taken.
            return null;
        }
    }
}
