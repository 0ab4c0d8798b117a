using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Undo;

/// <summary>
/// Keeps copy, delete, verification and catch-up of the same plan from running beside an undo, and forgets where they stood: what they were about to
/// go on with is taken back, and a catch-up that went on afterwards would carry the undo itself.
/// </summary>
internal sealed class OtherRuns : IDisposable
{
    private static readonly RunOperation[] Operations = [RunOperation.Copy, RunOperation.Verify, RunOperation.Delete, RunOperation.Sync];

    private readonly RunFolder folder;
    private readonly List<RunLock> locks = [];

    private OtherRuns(RunFolder folder) => this.folder = folder;

    /// <exception cref="Errors.DdbException">One of them is at work; nothing was changed.</exception>
    public static OtherRuns Close(MigrationSession session)
    {
        CheckpointOwner.Require(session.Folder, session.Plan, session.Options.Restart);
        var others = new OtherRuns(session.Folder);
        try
        {
            foreach (var operation in Operations)
                others.locks.Add(RunLock.Take(session.Folder, operation));
            return others;
        }
        catch
        {
            others.Dispose();
            throw;
        }
    }

    public void Forget()
    {
        foreach (var operation in Operations)
            folder.Forget(operation);
    }

    public void Dispose() => locks.ForEach(each => each.Dispose());
}
