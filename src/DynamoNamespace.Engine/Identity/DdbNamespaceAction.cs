using DynamoNamespace.Engine.Identity.Policies;

namespace DynamoNamespace.Engine.Identity;

/// <summary>What a principal's policies say to one action on one part of a table.</summary>
public sealed record DdbNamespaceAction
{
    /// <summary>Such as <c>dynamodb:GetItem</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The part of the table.</summary>
    public required DdbAccessTarget Target { get; init; }

    /// <summary><c>Table</c>, <c>Index</c>, <c>Stream</c> or <c>Backup</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>
    /// What they say. Within the namespace and the shared records it is what holds for all keys, elsewhere what holds for any.
    /// </summary>
    public required DdbPolicyDecision Decision { get; init; }

    /// <summary>What IAM's simulator says of the request that the decision rests on; null where it was not asked.</summary>
    public DdbPolicyDecision? Simulated { get; init; }

    /// <summary>The policy and statement that it comes from, and what was asked.</summary>
    public required string Reason { get; init; }
}
