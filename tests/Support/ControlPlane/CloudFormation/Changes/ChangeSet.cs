using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;

/// <summary>A change set: what a stack is to become, and what that changes.</summary>
internal sealed class ChangeSet(string name, Stack stack, StackDefinition definition, string type)
{
    public const string NoChanges = "The submitted information didn't contain changes. Submit different information to create a change set.";

    public string Name => name;

    public string Id { get; } = Account.Arn("cloudformation", stack.Region, $"changeSet/{name}/{Guid.NewGuid()}");

    public Stack Stack => stack;

    public StackDefinition Definition => definition;

    /// <summary>CREATE or UPDATE.</summary>
    public string Type => type;

    public string? Description { get; init; }

    public string Status { get; set; } = "CREATE_PENDING";

    public string? StatusReason { get; set; }

    public string ExecutionStatus { get; set; } = "UNAVAILABLE";

    public DateTimeOffset CreatedAt { get; } = DateTimeOffset.UtcNow;

    public IReadOnlyList<ResourceChange> Changes { get; set; } = [];
}
