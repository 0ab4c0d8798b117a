using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Which namespaces a policy is to list.</summary>
public sealed record SessionPolicyOptions
{
    /// <summary>The table; null where <see cref="TableArn"/> names it.</summary>
    public string? TableName { get; init; }

    /// <summary>The table's ARN. With IDs only, no call is made then.</summary>
    public string? TableArn { get; init; }

    /// <summary>Namespaces by name.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Namespaces by ID.</summary>
    public IReadOnlyList<string> NamespaceIds { get; init; } = [];

    /// <summary>What the policy is to allow.</summary>
    public DdbNamespaceAccessLevel Access { get; init; }

    /// <summary>What it is made for.</summary>
    public DdbPolicyKind Kind { get; init; }

    /// <summary>Where to connect.</summary>
    public required ConnectionOptions Connection { get; init; }
}
