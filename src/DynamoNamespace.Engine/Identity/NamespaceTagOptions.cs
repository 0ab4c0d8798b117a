using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Whose tag is meant, and which namespace it is to name.</summary>
public sealed record NamespaceTagOptions
{
    /// <summary>The role or user, by name or ARN.</summary>
    public required string PrincipalName { get; init; }

    /// <summary>Which of the two it is.</summary>
    public required DdbPrincipalType PrincipalType { get; init; }

    /// <summary>The table whose registry has the namespace; null looks at no registry.</summary>
    public string? TableName { get; init; }

    /// <summary>The namespace's name.</summary>
    public string? Namespace { get; init; }

    /// <summary>The namespace's ID, which goes before its name.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>Where to connect.</summary>
    public required ConnectionOptions Connection { get; init; }
}
