using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;

/// <summary>What a stack is to be: its template and all that is given with it.</summary>
internal sealed record StackDefinition(Template Template, IReadOnlyDictionary<string, string> Parameters)
{
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public IReadOnlyList<string> NotificationArns { get; init; } = [];

    public string? RoleArn { get; init; }
}
