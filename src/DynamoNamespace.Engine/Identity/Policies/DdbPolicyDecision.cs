namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>What a principal's policies say to a request.</summary>
public enum DdbPolicyDecision
{
    /// <summary>A statement allows it, and none denies it.</summary>
    Allowed,

    /// <summary>A statement denies it.</summary>
    ExplicitDeny,

    /// <summary>No statement allows it.</summary>
    ImplicitDeny,

    /// <summary>It hangs on something that cannot be known offline.</summary>
    Unknown,
}
