using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>A resource as a template declares it, not resolved.</summary>
internal sealed record TemplateResource(string LogicalId, JsonObject Declaration)
{
    private static readonly HashSet<string> Members = new(
        ["Type", "Properties", "Condition", "DependsOn", "Metadata", "DeletionPolicy", "UpdateReplacePolicy", "UpdatePolicy", "CreationPolicy"],
        StringComparer.Ordinal);

    public string Type => Declaration["Type"]!.GetValue<string>();

    public JsonObject Properties => Declaration["Properties"] as JsonObject ?? [];

    public string? Condition => Declaration["Condition"]?.GetValue<string>();

    public string DeletionPolicy => Declaration["DeletionPolicy"]?.GetValue<string>() ?? "Delete";

    public IEnumerable<string> DependsOn => Declaration["DependsOn"] switch
    {
        null => [],
        JsonArray several => several.Select(one => one!.GetValue<string>()),
        var one => [one.GetValue<string>()],
    };

    /// <exception cref="AwsException">It is not a resource.</exception>
    public static void Check(string logicalId, JsonNode? declaration)
    {
        if (!logicalId.All(char.IsAsciiLetterOrDigit))
            throw AwsException.Validation($"Template format error: Resource name {logicalId} is non alphanumeric.");
        if (declaration is not JsonObject members)
            throw AwsException.Validation("Template format error: Every Resources object must be an object.");
        if (members["Type"] is not JsonValue)
            throw AwsException.Validation($"Template format error: [/Resources/{logicalId}] Every Resources object must contain a Type member.");
        if (members.Select(member => member.Key).FirstOrDefault(key => !Members.Contains(key)) is { } unknown)
            throw AwsException.Validation($"Invalid template resource property '{unknown}'");
    }
}
