using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Whether a principal reaches a namespace, and no other, by its own policies.</summary>
public sealed record DdbNamespaceAccess
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The namespace's name, where it is known.</summary>
    public string? Namespace { get; init; }

    /// <summary>The namespace's ID.</summary>
    public required string NamespaceId { get; init; }

    /// <summary>The role's or user's name.</summary>
    public required string PrincipalName { get; init; }

    /// <summary>Its ARN.</summary>
    public required string PrincipalArn { get; init; }

    /// <summary><c>Role</c> or <c>User</c>.</summary>
    public required string PrincipalType { get; init; }

    /// <summary>The value of its tag <c>zael_namespace_id</c>, or null where it has none.</summary>
    public string? Tag { get; init; }

    /// <summary>It may get, batch-get and query the namespace's items.</summary>
    public required bool CanRead { get; init; }

    /// <summary>It may put, update and delete the namespace's items.</summary>
    public required bool CanWrite { get; init; }

    /// <summary>It may do what taking from a limit needs: read and update the namespace's items, and read the shared ones.</summary>
    public required bool CanAcquire { get; init; }

    /// <summary>It may do something to items outside the namespace and the shared ones.</summary>
    public required bool ReachesOthers { get; init; }

    /// <summary>It may read the namespace, and it is certain that it reaches nothing outside it but the shared items.</summary>
    public required bool IsIsolated { get; init; }

    /// <summary>Pass: reads the namespace and is isolated. Fail: reaches others, or nothing. Warn: something is missing, or cannot be known offline.</summary>
    public required DdbCheckStatus Status { get; init; }

    /// <summary>What to know about it, in sentences.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>Each action that was looked at.</summary>
    public required IReadOnlyList<DdbNamespaceAction> Actions { get; init; }
}
