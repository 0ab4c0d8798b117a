using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State;

/// <summary>
/// The state of one plan in its store. Nothing is created before the first lease is taken, so that a dry run leaves nothing behind. Safe for many threads.
/// </summary>
internal interface IPlanState
{
    /// <summary>Where the state is, as messages name it: <c>table 'dynamonamespace-state'</c> or <c>folder '…'</c>.</summary>
    string Location { get; }

    /// <summary>Names an operation's checkpoint in messages.</summary>
    string NameOf(RunOperation operation);

    /// <summary>The path that -CheckpointPath takes; null where the state is in a table.</summary>
    string? PathOf(RunOperation operation);

    /// <summary>A folder of this machine for files that a run could resume with here only; it need not exist.</summary>
    string ScratchFolder { get; }

    /// <summary>The plan as it is stored; null where no operation of it has begun.</summary>
    /// <exception cref="DdbException">The store cannot be read, or holds what this version does not understand.</exception>
    Task<StoredPlan?> ReadPlanAsync(CancellationToken cancellationToken);

    /// <summary>Takes the lease of an operation, and stores the plan where it is not stored yet.</summary>
    /// <exception cref="DdbException"><c>RunInProgress</c>: another process holds it; or the store cannot be used or created. Nothing was changed.</exception>
    Task<ILease> AcquireAsync(RunOperation operation, CancellationToken cancellationToken);

    /// <summary>Who runs an operation now; null where nobody does as far as can be told.</summary>
    Task<LeaseHolder?> FindHolderAsync(RunOperation operation, CancellationToken cancellationToken);

    /// <summary>Moves the plan to a phase, on the condition that the lease is still the holder's own.</summary>
    Task SetPhaseAsync(DdbPlanPhase phase, ILease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Says that requests which put items may still arrive until a moment: their answers were lost, or their process was killed. A later moment that is
    /// stored already stays.
    /// </summary>
    Task ExpectLatePutsAsync(DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Likewise of requests that delete old items.</summary>
    Task ExpectLateDeletesAsync(DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Likewise of requests that delete copies.</summary>
    Task ExpectLateRemovalsAsync(DateTimeOffset until, CancellationToken cancellationToken);

    Task<Checkpoint?> ReadCheckpointAsync(RunOperation operation, CancellationToken cancellationToken);

    /// <summary>Stores a checkpoint, on the condition that the lease is still the holder's own.</summary>
    /// <exception cref="DdbException"><c>LeaseLost</c>, or the store cannot be written.</exception>
    Task SaveCheckpointAsync(Checkpoint checkpoint, ILease lease, CancellationToken cancellationToken);

    /// <summary>Forgets an operation's checkpoint.</summary>
    Task DeleteCheckpointAsync(RunOperation operation, ILease lease, CancellationToken cancellationToken);

    /// <summary>A log of the plan, see <see cref="StateLogs"/>; it need not exist yet.</summary>
    IStateLog Log(string name);

    /// <summary>The limits that apply to every run of the plan, as a JSON document; null where none were set.</summary>
    Task<string?> ReadLimitsAsync(CancellationToken cancellationToken);

    Task WriteLimitsAsync(string? json, CancellationToken cancellationToken);

    /// <summary>The file that the limits are in; null where they are in a table.</summary>
    string? LimitsPath => null;

    /// <summary>How often a run looks for other limits.</summary>
    TimeSpan LimitsInterval { get; }

    /// <summary>
    /// Lets go of an undone plan's state: of its journals at once, of the rest some months later where the store can. A folder is its user's to delete.
    /// </summary>
    Task RetireAsync(ILease lease, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A plan and where it stands, as the store has it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="PhaseSince">Since when, in UTC.</param>
/// <param name="CreatedAt">When the first operation of the plan began, in UTC.</param>
/// <param name="LatePutsUntil">Until when requests that put items may still arrive; null where none can.</param>
/// <param name="LateDeletesUntil">Until when requests that delete old items may still arrive; null where none can.</param>
/// <param name="LateRemovalsUntil">Until when requests that delete copies may still arrive; null where none can.</param>
internal sealed record StoredPlan(
    PlanIdentity Plan, DdbPlanPhase Phase, DateTimeOffset PhaseSince, DateTimeOffset CreatedAt, DateTimeOffset? LatePutsUntil, DateTimeOffset? LateDeletesUntil,
    DateTimeOffset? LateRemovalsUntil);

/// <summary>The names of a plan's logs.</summary>
internal static class StateLogs
{
    /// <summary>What the delete has deleted, for catch-up and the way back.</summary>
    public const string Deletions = "deletions";

    /// <summary>What a copy has changed in place, for the way back.</summary>
    public const string Updates = "updates";

    /// <summary>What a catch-up has changed in place.</summary>
    public const string SyncUpdates = "sync.updates";

    /// <summary>Changes that catch-up has seen and deferred.</summary>
    public const string Deferred = "sync.deferred";

    /// <summary>Which conflicts were resolved, and how.</summary>
    public const string Resolutions = "resolutions";

    /// <summary>What an operation recorded item by item.</summary>
    public static string Records(RunOperation operation) => operation.ToString().ToLowerInvariant() + ".records";
}
