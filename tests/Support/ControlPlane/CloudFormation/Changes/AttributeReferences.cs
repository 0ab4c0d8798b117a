using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;

/// <summary>The names that a property refers to, with the attribute where it is one.</summary>
internal static class AttributeReferences
{
    public static IEnumerable<(string Id, string? Attribute)> Of(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                return array.SelectMany(Of);
            case JsonObject { Count: 1 } single when single.First() is var (name, argument):
                return name switch
                {
                    "Ref" => [(JsonText.Of(argument), null)],
                    "Fn::GetAtt" when argument is JsonArray path => [(JsonText.Of(path[0]), JsonText.Of(path[1]))],
                    "Fn::GetAtt" => [Split(JsonText.Of(argument))],
                    "Fn::Sub" when argument is JsonArray pair => Substitution.Names(JsonText.Of(pair[0])).Select(Split).Concat(Of(pair[1])),
                    "Fn::Sub" => Substitution.Names(JsonText.Of(argument)).Select(Split),
                    _ => Of(argument),
                };
            case JsonObject members:
                return members.SelectMany(member => Of(member.Value));
            default:
                return [];
        }
    }

    private static (string Id, string? Attribute) Split(string name) =>
        name.Split('.', 2) is [var id, var attribute] ? (id, attribute) : (name, null);
}
