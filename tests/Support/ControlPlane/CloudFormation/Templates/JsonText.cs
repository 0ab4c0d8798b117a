using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>Values as CloudFormation takes them: <c>90</c> and <c>"90"</c> are the same, <c>true</c> and <c>"true"</c> too.</summary>
internal static class JsonText
{
    public static string Of(JsonNode? value) => value switch
    {
        null => "",
        JsonValue scalar when scalar.TryGetValue<string>(out var text) => text,
        _ => value.ToJsonString(),
    };

    public static bool Flag(JsonNode? value) => Of(value).Equals("true", StringComparison.OrdinalIgnoreCase);

    public static bool Same(JsonNode? a, JsonNode? b) => (a, b) switch
    {
        (JsonObject x, JsonObject y) => x.Count == y.Count && x.All(member => y.TryGetPropertyValue(member.Key, out var other) && Same(member.Value, other)),
        (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
        (null, null) => true,
        (JsonValue x, JsonValue y) => Of(x) == Of(y),
        _ => false,
    };
}
