using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State.Folder;

/// <summary>What <c>plan.json</c> holds.</summary>
internal sealed record FolderPlan
{
    public const string CurrentFormat = "dynamonamespace/state/1";

    public string Format { get; init; } = CurrentFormat;

    /// <summary>Tells this folder from every other, also from a copy of it that a path names elsewhere.</summary>
    public required string StoreId { get; init; }

    public required PlanIdentity Plan { get; init; }

    public DdbPlanPhase Phase { get; init; }

    public DateTimeOffset PhaseSince { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LatePutsUntil { get; init; }

    public DateTimeOffset? LateDeletesUntil { get; init; }

    public DateTimeOffset? LateRemovalsUntil { get; init; }

    /// <summary>The last fencing token that was given out.</summary>
    public long Fence { get; init; }
}

/// <summary>What an operation's holder file says.</summary>
/// <param name="Holder">Who holds the lease, or held it last.</param>
/// <param name="HasEnded">Whether the holder ended it itself.</param>
internal sealed record FolderHolder(LeaseHolder Holder, bool HasEnded);
