using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>
/// Resolves a template's intrinsics. A value that must be left out (<c>AWS::NoValue</c>) is null in here, and its member
/// or element goes.
/// </summary>
/// <param name="template">The template that is resolved.</param>
/// <param name="parameters">The values of parameters and pseudo parameters.</param>
/// <param name="reference">What Ref gives for a resource.</param>
/// <param name="attribute">What GetAtt gives for a resource's attribute.</param>
internal sealed class Evaluator(
    Template template, IReadOnlyDictionary<string, JsonNode?> parameters,
    Func<string, string> reference, Func<string, string, string> attribute)
{
    private readonly Dictionary<string, bool> _conditions = new(StringComparer.Ordinal);

    public bool IsTrue(string? condition)
    {
        if (condition is null)
            return true;
        if (_conditions.TryGetValue(condition, out var known))
            return known;
        var declaration = template.Conditions[condition]
            ?? throw AwsException.Validation($"Template format error: Unresolved condition {condition}.");
        return _conditions[condition] = IsTrue(declaration);
    }

    public JsonObject ResolveObject(JsonObject node) => (JsonObject)Resolve(node)!;

    public string ResolveText(JsonNode? node) => JsonText.Of(Resolve(node));

    public JsonNode? Resolve(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                return new JsonArray([.. array.Select(Resolve).Where(element => element is not null)]);
            case JsonObject { Count: 1 } single when single.First() is var (name, argument) && (name == "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal)):
                return Intrinsic(name, argument);
            case JsonObject members:
                return new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Resolve(member.Value))).Where(member => member.Value is not null));
            default:
                return node?.DeepClone();
        }
    }

    private JsonNode? Intrinsic(string name, JsonNode? argument) => name switch
    {
        "Ref" => Reference(JsonText.Of(argument)),
        "Fn::GetAtt" => argument is JsonArray path
            ? attribute(JsonText.Of(path[0]), ResolveText(path[1]))
            : attribute(JsonText.Of(argument).Split('.', 2)[0], JsonText.Of(argument).Split('.', 2)[1]),
        "Fn::Sub" => Substitute(argument),
        "Fn::Join" => string.Join(JsonText.Of(Element(argument, 0)), Resolve(Element(argument, 1))!.AsArray().Select(JsonText.Of)),
        "Fn::Split" => new JsonArray([.. ResolveText(Element(argument, 1)).Split(JsonText.Of(Element(argument, 0))).Select(part => (JsonNode)part)]),
        "Fn::Select" => Select(argument),
        "Fn::If" => Resolve(Element(argument, IsTrue(JsonText.Of(Element(argument, 0))) ? 1 : 2)),
        "Fn::FindInMap" => FindInMap(argument),
        "Fn::Base64" => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(ResolveText(argument))),
        _ => throw AwsException.Validation($"Template error: the local control plane does not know the function {name}."),
    };

    private JsonNode? Reference(string name) =>
        parameters.TryGetValue(name, out var value) ? value?.DeepClone() : reference(name);

    private string Substitute(JsonNode? argument)
    {
        var (text, own) = argument is JsonArray pair ? (JsonText.Of(pair[0]), pair[1]!.AsObject()) : (JsonText.Of(argument), new JsonObject());
        return Substitution.Replace(text, name =>
        {
            if (own.TryGetPropertyValue(name, out var value))
                return ResolveText(value);
            return name.Contains('.') && !name.StartsWith("AWS::", StringComparison.Ordinal)
                ? attribute(name.Split('.', 2)[0], name.Split('.', 2)[1])
                : JsonText.Of(Reference(name));
        });
    }

    private JsonNode? Select(JsonNode? argument)
    {
        var list = Resolve(Element(argument, 1))!.AsArray();
        return int.TryParse(ResolveText(Element(argument, 0)), out var place) && place >= 0 && place < list.Count
            ? list[place]!.DeepClone()
            : throw AwsException.Validation("Template error: Fn::Select cannot select nonexistent value at index " + ResolveText(Element(argument, 0)));
    }

    private JsonNode? FindInMap(JsonNode? argument)
    {
        var (map, first, second) = (ResolveText(Element(argument, 0)), ResolveText(Element(argument, 1)), ResolveText(Element(argument, 2)));
        return template.Mappings[map]?[first]?[second]?.DeepClone()
            ?? throw AwsException.Validation($"Template error: Unable to get mapping for {map}::{first}::{second}");
    }

    private bool IsTrue(JsonNode? declaration)
    {
        var (name, argument) = declaration!.AsObject().Single();
        return name switch
        {
            "Condition" => IsTrue(JsonText.Of(argument)),
            "Fn::Equals" => JsonText.Same(Resolve(Element(argument, 0)), Resolve(Element(argument, 1))),
            "Fn::Not" => !IsTrue(Element(argument, 0)),
            "Fn::And" => argument!.AsArray().All(IsTrue),
            "Fn::Or" => argument!.AsArray().Any(IsTrue),
            _ => throw AwsException.Validation($"Template error: every Condition member must be a condition function, not {name}."),
        };
    }

    private static JsonNode? Element(JsonNode? argument, int place) => argument!.AsArray()[place];
}
