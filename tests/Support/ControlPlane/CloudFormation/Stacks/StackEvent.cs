namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;

/// <summary>Something that happened to a stack or one of its resources.</summary>
internal sealed record StackEvent(
    string Id, string LogicalId, string PhysicalId, string Type, string Status, string? Reason, string? Properties, string? Token)
{
    public DateTimeOffset Time { get; } = DateTimeOffset.UtcNow;
}
