using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>A template's sections, and the text that they came from.</summary>
internal sealed class Template
{
    private static readonly HashSet<string> Sections = new(
        ["AWSTemplateFormatVersion", "Conditions", "Description", "Mappings", "Metadata", "Outputs", "Parameters", "Resources", "Rules", "Transform"],
        StringComparer.Ordinal);

    private Template(string text, JsonObject root)
    {
        Text = text;
        Root = root;
        Parameters = Section("Parameters");
        Conditions = Section("Conditions");
        Mappings = Section("Mappings");
        Outputs = Section("Outputs");
        Resources = Section("Resources").ToDictionary(
            resource => resource.Key, resource => new TemplateResource(resource.Key, resource.Value?.AsObject() ?? []), StringComparer.Ordinal);
    }

    public string Text { get; }

    public JsonObject Root { get; }

    public JsonObject Parameters { get; }

    public JsonObject Conditions { get; }

    public JsonObject Mappings { get; }

    public JsonObject Outputs { get; }

    public IReadOnlyDictionary<string, TemplateResource> Resources { get; }

    public string? Description => Root["Description"]?.GetValue<string>();

    /// <exception cref="AwsException">The text is not a template that CloudFormation takes.</exception>
    public static Template Parse(string text)
    {
        var root = TemplateText.Parse(text);
        var unknown = root.Select(section => section.Key).Where(key => !Sections.Contains(key)).ToList();
        if (unknown.Count > 0)
            throw AwsException.Validation($"Invalid template property or properties [{string.Join(", ", unknown)}]");
        if (root["Resources"] is not JsonObject { Count: > 0 } resources)
            throw AwsException.Validation("Template format error: At least one Resources member must be defined.");
        foreach (var (id, resource) in resources)
            TemplateResource.Check(id, resource);

        var template = new Template(text, root);
        TemplateReferences.Check(template);
        return template;
    }

    private JsonObject Section(string name) => Root[name] as JsonObject ?? [];
}
