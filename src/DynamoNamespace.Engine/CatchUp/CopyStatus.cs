using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>Tells from the copy's checkpoint whether the copy that belongs to a catch-up is finished. It may run in another process.</summary>
internal sealed class CopyStatus(RunFolder folder, StreamPosition position)
{
    /// <summary>Within it two writes may bear the same time: file systems count in steps of up to two seconds.</summary>
    private static readonly TimeSpan Granularity = TimeSpan.FromSeconds(2);

    private readonly object gate = new();
    private DateTime written;
    private DateTime readAt;
    private bool isFinished;

    /// <summary>Whether everything that was there when the position was taken has been copied.</summary>
    public bool IsFinished()
    {
        var path = folder.CheckpointPath(RunOperation.Copy);
        lock (gate)
        {
            var now = DateTime.UtcNow;
            var writtenNow = File.GetLastWriteTimeUtc(path);
            if (writtenNow == written && readAt - written > Granularity)
                return isFinished;
            var copy = CheckpointFile.Read(path);
            isFinished = copy is { Stream: { } begun } && (copy.IsFinished || copy.IsScanned)
                && begun.StreamArn == position.StreamArn && begun.TakenAt >= position.TakenAt;
            (written, readAt) = (writtenNow, now);
            return isFinished;
        }
    }
}
