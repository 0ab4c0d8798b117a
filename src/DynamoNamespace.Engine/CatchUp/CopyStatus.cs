using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>Tells from the copy's checkpoint whether the copy that belongs to a catch-up is finished. It may run in another process.</summary>
internal sealed class CopyStatus(RunFolder folder, StreamPosition position)
{
    private readonly object gate = new();
    private DateTime readAt;
    private bool isFinished;

    /// <summary>Whether everything that was there when the position was taken has been copied.</summary>
    public bool IsFinished()
    {
        var path = folder.CheckpointPath(RunOperation.Copy);
        lock (gate)
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (written == readAt)
                return isFinished;
            var copy = CheckpointFile.Read(path);
            isFinished = copy is { Stream: { } begun } && (copy.IsFinished || copy.IsScanned)
                && begun.StreamArn == position.StreamArn && begun.TakenAt >= position.TakenAt;
            readAt = written;
            return isFinished;
        }
    }
}
