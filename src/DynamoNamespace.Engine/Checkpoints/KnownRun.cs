using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>A run that this machine has a checkpoint of.</summary>
internal sealed record KnownRun(RunFolder Folder, RunOperation Operation, Checkpoint Checkpoint)
{
    public string Path => Folder.CheckpointPath(Operation);

    /// <summary>The runs of one folder, or of all folders below the user's own.</summary>
    /// <param name="checkpointPath">The folder, or a checkpoint in it; null for all.</param>
    /// <param name="onUnreadable">Hears of each checkpoint that cannot be read; the others are given all the same.</param>
    public static IEnumerable<KnownRun> Read(string? checkpointPath, Action<DdbException> onUnreadable)
    {
        foreach (var folder in checkpointPath is null ? RunFolder.All() : [RunFolder.At(checkpointPath)])
        {
            foreach (var operation in Enum.GetValues<RunOperation>())
            {
                if (TryRead(folder.CheckpointPath(operation), onUnreadable) is { } checkpoint)
                    yield return new KnownRun(folder, operation, checkpoint);
            }
        }
    }

    /// <summary>The runs of one operation below the user's own folder whose checkpoints were written since a moment. A user without such a folder has none there.</summary>
    public static IEnumerable<KnownRun> ReadSince(RunOperation operation, DateTimeOffset since)
    {
        if (StateFolder.TryFind() is null)
            yield break;
        foreach (var folder in RunFolder.All().Where(folder => File.GetLastWriteTimeUtc(folder.CheckpointPath(operation)) >= since.UtcDateTime))
        {
            if (TryRead(folder.CheckpointPath(operation), static _ => { }) is { } checkpoint)
                yield return new KnownRun(folder, operation, checkpoint);
        }
    }

    private static Checkpoint? TryRead(string path, Action<DdbException> onUnreadable)
    {
        try
        {
            return CheckpointFile.Read(path);
        }
        catch (DdbException error)
        {
            onUnreadable(error);
            return null;
        }
    }
}
