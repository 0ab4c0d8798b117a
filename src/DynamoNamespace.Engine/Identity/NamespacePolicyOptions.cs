using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Which policy is to be attached to whom, or detached.</summary>
public sealed record NamespacePolicyOptions
{
    /// <summary>The role or user, by name or ARN.</summary>
    public required string PrincipalName { get; init; }

    /// <summary>Which of the two it is.</summary>
    public required DdbPrincipalType PrincipalType { get; init; }

    /// <summary>The stack whose policy it is; null where <see cref="PolicyArn"/> names it.</summary>
    public string? StackName { get; init; }

    /// <summary>The table, where the stack has several.</summary>
    public string? TableName { get; init; }

    /// <summary>Which of the stack's policies.</summary>
    public DdbNamespaceAccessLevel Access { get; init; }

    /// <summary>A policy by its ARN, instead of a stack's.</summary>
    public string? PolicyArn { get; init; }

    /// <summary>Where to connect.</summary>
    public required ConnectionOptions Connection { get; init; }
}
