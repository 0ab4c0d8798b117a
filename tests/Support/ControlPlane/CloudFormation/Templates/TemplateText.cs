using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>Reads a template, JSON or YAML, into JSON with intrinsics in their long form.</summary>
internal static class TemplateText
{
    /// <exception cref="AwsException">The text is no template.</exception>
    public static JsonObject Parse(string text) =>
        text.TrimStart().StartsWith('{') ? ParseJson(text) : ParseYaml(text);

    private static JsonObject ParseJson(string text)
    {
        try
        {
            return JsonNode.Parse(text)!.AsObject();
        }
        catch (JsonException e)
        {
            throw AwsException.Validation($"Template format error: JSON not well-formed. (line {e.LineNumber + 1}, column {e.BytePositionInLine + 1})");
        }
    }

    private static JsonObject ParseYaml(string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents is [{ RootNode: YamlMappingNode root }]
                ? YamlNodes.ToJson(root)!.AsObject()
                : throw AwsException.Validation("Template format error: unsupported structure.");
        }
        catch (YamlException e)
        {
            throw AwsException.Validation($"Template format error: YAML not well-formed. (line {e.Start.Line}, column {e.Start.Column})");
        }
    }
}
