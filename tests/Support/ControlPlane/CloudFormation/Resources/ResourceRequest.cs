using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>
/// A resource that is to be made, changed or deleted, with its resolved properties; its physical ID is empty before it is made.
/// </summary>
internal sealed record ResourceRequest(Stack Stack, string LogicalId, string Type, string PhysicalId, JsonObject Properties)
{
    public string? Text(string name) => Properties[name] is { } value ? JsonText.Of(value) : null;

    /// <summary>The name given, or one that CloudFormation makes up.</summary>
    public string Name(string property) => Text(property) ?? MadeUpName();

    public string MadeUpName() => $"{Stack.Name}-{LogicalId}-{Guid.NewGuid().ToString("n")[..12].ToUpperInvariant()}";

    public Dictionary<string, string> Tags() => (Properties["Tags"] as JsonArray ?? [])
        .ToDictionary(tag => JsonText.Of(tag!["Key"]), tag => JsonText.Of(tag!["Value"]), StringComparer.Ordinal);
}
