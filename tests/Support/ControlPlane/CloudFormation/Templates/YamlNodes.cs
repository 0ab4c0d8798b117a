using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>
/// A YAML node as JSON: <c>!Ref a</c> becomes <c>{"Ref":"a"}</c>, <c>!GetAtt a.b</c> becomes <c>{"Fn::GetAtt":["a","b"]}</c>.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
/// </summary>
internal static class YamlNodes
{
    private static readonly HashSet<string> Intrinsics = new(
        ["And", "Base64", "Cidr", "Condition", "Equals", "FindInMap", "GetAtt", "GetAZs", "If", "ImportValue", "Join", "Not", "Or", "Ref", "Select", "Split", "Sub"],
        StringComparer.Ordinal);

    public static JsonNode? ToJson(YamlNode node)
    {
        var tag = node.Tag.IsEmpty || node.Tag.IsNonSpecific ? "" : node.Tag.Value;
        if (!tag.StartsWith('!'))
            return Value(node);
        var name = tag[1..];
        if (!Intrinsics.Contains(name))
            throw AwsException.Validation($"Template format error: YAML not well-formed. (line {node.Start.Line}, column {node.Start.Column})");
        return new JsonObject { [name is "Ref" or "Condition" ? name : $"Fn::{name}"] = Argument(name, node) };
    }

    private static JsonNode? Argument(string name, YamlNode node) => (name, node) switch
    {
        ("GetAtt", YamlScalarNode { Value: { } text }) => new JsonArray([.. text.Split('.', 2).Select(part => (JsonNode)part)]),
        (_, YamlScalarNode scalar) => scalar.Value,
        _ => Value(node),
    };

    private static JsonNode? Value(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                    members[((YamlScalarNode)key).Value ?? ""] = ToJson(value);
                return members;
            case YamlSequenceNode sequence:
                return new JsonArray([.. sequence.Children.Select(ToJson)]);
            default:
                return Scalar((YamlScalarNode)node);
        }
    }

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
            return text;
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return null;
        if (text is "true" or "True" or "TRUE")
            return true;
        if (text is "false" or "False" or "FALSE")
            return false;
        // A number with leading zeros, as an account's, stays as it is written.
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : text;
    }
}
