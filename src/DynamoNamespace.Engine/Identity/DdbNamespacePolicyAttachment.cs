namespace DynamoNamespace.Engine.Identity;

/// <summary>Whether a policy for one namespace is attached to a principal.</summary>
public sealed record DdbNamespacePolicyAttachment
{
    /// <summary>The role's or user's name.</summary>
    public required string PrincipalName { get; init; }

    /// <summary><c>Role</c> or <c>User</c>.</summary>
    public required string PrincipalType { get; init; }

    /// <summary>The policy's name.</summary>
    public required string PolicyName { get; init; }

    /// <summary>The policy's ARN.</summary>
    public required string PolicyArn { get; init; }

    /// <summary>What the policy allows; null where it was named by its ARN.</summary>
    public DdbNamespaceAccessLevel? Access { get; init; }

    /// <summary>The stack that the policy is of; null where it was named by its ARN.</summary>
    public string? StackName { get; init; }

    /// <summary>The stack's table; null where the policy was named by its ARN.</summary>
    public string? TableName { get; init; }

    /// <summary>Whether the policy is attached now.</summary>
    public required bool IsAttached { get; init; }

    /// <summary>Whether that was changed just now.</summary>
    public required bool IsChanged { get; init; }
}
