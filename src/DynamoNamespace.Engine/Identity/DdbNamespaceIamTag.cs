namespace DynamoNamespace.Engine.Identity;

/// <summary>The namespace that a principal belongs to by its tag.</summary>
public sealed record DdbNamespaceIamTag
{
    /// <summary>The role's or user's name.</summary>
    public required string PrincipalName { get; init; }

    /// <summary><c>Role</c> or <c>User</c>.</summary>
    public required string PrincipalType { get; init; }

    /// <summary>Its ARN.</summary>
    public required string PrincipalArn { get; init; }

    /// <summary>The tag's value, a namespace's ID; null where it has no such tag.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>What the value was before; the same where it was not changed, null where there was none.</summary>
    public string? PreviousNamespaceId { get; init; }

    /// <summary>The namespace's name, where a table was named whose registry has it.</summary>
    public string? Namespace { get; init; }

    /// <summary>The table whose registry was looked at, if one was.</summary>
    public string? TableName { get; init; }

    /// <summary>Whether the tag was changed just now.</summary>
    public required bool IsChanged { get; init; }
}
