using System.Runtime.CompilerServices;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Folder;

/// <summary>A folder that holds the state of one plan, where a table is not wanted.</summary>
internal sealed class FolderStateStore(string path, bool restart, StateTimings timings, TimeProvider time) : IStateStore
{
    private readonly FolderFiles files = FolderFiles.At(path);
    private readonly string newStoreId = Guid.NewGuid().ToString("n")[..16];

    public StateHome Home => new(StateHome.Folder, ReadPlan(files)?.StoreId ?? newStoreId, files.Path);

    public double ConsumedWriteUnits => 0;

    public IPlanState Open(PlanIdentity plan)
    {
        if (ReadPlan(files) is { } stored && plan.DifferencesFrom(stored.Plan) is { Count: > 0 } differences)
        {
            // The state of a table that still stands somewhere else is its way back, so it is not cleared away.
            var mayClear = plan.IsMadeAgain(stored.Plan) && string.Equals(stored.Plan.Fingerprint, plan.Fingerprint, StringComparison.Ordinal);
            if (mayClear && restart)
            {
                files.Clear();
                return new FolderPlanState(files, plan, newStoreId, timings, time);
            }

            throw new DdbException("CheckpointOfAnotherPlan", DdbErrorKind.InvalidState, files.Path,
                $"The folder '{files.Path}' holds the state of another plan: {string.Join("; ", differences)}. Nothing was changed. Name another folder with -CheckpointPath (--checkpoint-path)"
                + $"{(mayClear ? ", or start over with -Restart (--restart)" : "")}.");
        }

        return new FolderPlanState(files, plan, newStoreId, timings, time);
    }

    public async IAsyncEnumerable<StoredPlan> ListAsync(Action<DdbException> onUnreadable, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        FolderPlan? stored = null;
        try
        {
            stored = ReadPlan(files);
        }
        catch (DdbException error)
        {
            onUnreadable(error);
        }

        if (stored is not null)
            yield return Describe(stored);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static StoredPlan Describe(FolderPlan stored) => new(stored.Plan, stored.Phase, stored.PhaseSince, stored.CreatedAt, stored.LatePutsUntil, stored.LateDeletesUntil, stored.LateRemovalsUntil);

    internal static FolderPlan? ReadPlan(FolderFiles files)
    {
        RequireReadable(files);
        var stored = FolderDocument.Read<FolderPlan>(files.Plan);
        return stored is null or { Format: FolderPlan.CurrentFormat }
            ? stored
            : throw FolderDocument.Unreadable(files.Plan, $"its format is '{stored.Format}', and this version reads '{FolderPlan.CurrentFormat}'", null);
    }

    internal static void RequireReadable(FolderFiles files)
    {
        if (files.IsOfVersion01())
        {
            throw new DdbException("StateOfEarlierVersion", DdbErrorKind.InvalidState, files.Path,
                $"The folder '{files.Path}' was written by version 0.1, whose journals do not say when and by which run an item was deleted. Finish or undo that migration with version 0.1, "
                + "or name another folder with -CheckpointPath (--checkpoint-path) to begin a plan anew; nothing was changed.");
        }
    }
}
