using DynamoNamespace.Engine.Aws.CloudFormation;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>What a change set would do to one resource.</summary>
public sealed record DdbStackChange
{
    /// <summary>The stack's name.</summary>
    public required string StackName { get; init; }

    /// <summary>The change set's name.</summary>
    public required string ChangeSetName { get; init; }

    /// <summary>Add, Modify, Remove, Import or Dynamic.</summary>
    public required string Action { get; init; }

    /// <summary>The resource's name in the template.</summary>
    public required string LogicalResourceId { get; init; }

    /// <summary>The resource's name in AWS; null for one that is to be made.</summary>
    public string? PhysicalResourceId { get; init; }

    /// <summary>The resource's type, such as <c>AWS::DynamoDB::Table</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Whether a modified resource is replaced by a new one: True, False or Conditional.</summary>
    public string? Replacement { get; init; }

    /// <summary>What is modified: Properties, Tags, Metadata, ….</summary>
    public IReadOnlyList<string> Scope { get; init; } = [];

    /// <summary>The properties that are modified.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>
    /// What else changes and so may change this resource, such as <c>RateLimitsTable.Arn</c>: CloudFormation cannot tell before whether the value
    /// comes out the same. Empty for what the template itself changes.
    /// </summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    internal static DdbStackChange Of(ResourceChange change, string stackName, string changeSetName) => new()
    {
        StackName = stackName,
        ChangeSetName = changeSetName,
        Action = change.Action,
        LogicalResourceId = change.LogicalId,
        PhysicalResourceId = change.PhysicalId,
        ResourceType = change.ResourceType,
        Replacement = change.Replacement,
        Scope = change.Scope,
        Properties = change.Properties,
        Causes = change.Causes,
    };
}
