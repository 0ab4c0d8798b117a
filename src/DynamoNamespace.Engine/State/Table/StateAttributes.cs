using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>The names of attributes in a state table.</summary>
internal static class StateAttributes
{
    // Of the plan.
    public const string Format = "format";
    public const string Identity = "identity";
    public const string Phase = "phase";
    public const string PhaseSince = "phaseSince";
    public const string PhaseVersion = "phaseVersion";
    public const string CreatedAt = "createdAt";
    public const string LatePutsUntil = "latePutsUntil";
    public const string LateDeletesUntil = "lateDeletesUntil";
    public const string LateRemovalsUntil = "lateRemovalsUntil";

    // Of leases.
    public const string LeaseId = "leaseId";
    public const string State = "state";
    public const string User = "user";
    public const string Host = "host";
    public const string ProcessId = "processId";
    public const string ProcessStartedAt = "processStartedAt";
    public const string ProcessScope = "processScope";
    public const string Since = "since";
    public const string RenewedAt = "renewedAt";
    public const string Duration = "durationMilliseconds";

    // Of checkpoints and log entries.
    public const string Data = "data";
    public const string Encoding = "encoding";
    public const string Size = "size";
    public const string Save = "save";
    public const string Parts = "parts";
    public const string Entry = "entry";
    public const string RemovedThrough = "removedThrough";
    public const string Voids = "voids";

    /// <summary>
    /// The fencing token: of the plan the last one drawn, elsewhere the one of the holder that wrote the item.
    /// </summary>
    public const string Fence = "fence";

    /// <summary>
    /// A random text, another one with every write of the item, so that a write which arrives late fails.
    /// </summary>
    public const string Version = "rvn";

    public const string Limits = "limits";
    public const string Ttl = "ttl";

    /// <summary>
    /// Of the plan: the fencing token of an operation's last holder, without which the phase is not to be changed.
    /// </summary>
    public static string FenceOf(RunOperation operation) => $"{StateKeys.Name(operation)}Fence";
}
