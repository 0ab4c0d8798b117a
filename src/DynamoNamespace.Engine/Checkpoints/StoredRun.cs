using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>A run that a plan's state has a checkpoint of.</summary>
internal sealed record StoredRun(IPlanState State, StoredPlan Plan, RunOperation Operation, Checkpoint Checkpoint)
{
    /// <summary>The runs of all plans in a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="onUnreadable">Receives each checkpoint that cannot be read; the others are given all the same.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<List<StoredRun>> ReadAllAsync(IStateStore store, Action<DdbException> onUnreadable, CancellationToken cancellationToken)
    {
        var runs = new List<StoredRun>();
        await foreach (var plan in store.ListAsync(onUnreadable, cancellationToken))
            runs.AddRange(await ReadAsync(store.Open(plan.Plan), plan, onUnreadable, cancellationToken));
        return runs;
    }

    /// <summary>The runs of one plan.</summary>
    public static async Task<List<StoredRun>> ReadAsync(IPlanState state, StoredPlan plan, Action<DdbException> onUnreadable, CancellationToken cancellationToken)
    {
        var runs = new List<StoredRun>();
        foreach (var operation in Enum.GetValues<RunOperation>())
        {
            try
            {
                if (await state.ReadCheckpointAsync(operation, cancellationToken) is { } checkpoint)
                    runs.Add(new StoredRun(state, plan, operation, checkpoint));
            }
            catch (DdbException error)
            {
                onUnreadable(error);
            }
        }

        return runs;
    }
}
