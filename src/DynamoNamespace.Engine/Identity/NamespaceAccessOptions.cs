using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Whose access is looked at, and to what.</summary>
public sealed record NamespaceAccessOptions
{
    /// <summary>The role or user, by name or ARN.</summary>
    public required string PrincipalName { get; init; }

    /// <summary>Which of the two it is.</summary>
    public required DdbPrincipalType PrincipalType { get; init; }

    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The namespace's name.</summary>
    public required string Namespace { get; init; }

    /// <summary>The namespace's ID, which goes before its name.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>Ask IAM's simulator too.</summary>
    public bool Simulate { get; init; }

    /// <summary>Where to connect.</summary>
    public required ConnectionOptions Connection { get; init; }
}
