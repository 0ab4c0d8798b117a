using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html and GetTemplateSummary.</summary>
internal sealed class TemplateReads(StackStore store, DefinitionReader definitions)
{
    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal)
    {
        ["GetTemplate"] = GetTemplate,
        ["GetTemplateSummary"] = GetTemplateSummary,
    };

    private IEnumerable<XElement?> GetTemplate(AwsRequest request)
    {
        var stage = request.Parameters.Text("TemplateStage") ?? "Original";
        if (stage is not ("Original" or "Processed"))
            throw AwsException.Validation($"1 validation error detected: Value '{stage}' at 'templateStage' failed to satisfy constraint: Member must satisfy enum value set: [Original, Processed]");
        var template = Find(request, request.Parameters.Text("ChangeSetName"));
        // Without a transform, what is processed is what was given.
        return [QueryXml.Text("TemplateBody", template.Text), QueryXml.Texts("StagesAvailable", ["Original", "Processed"])];
    }

    private IEnumerable<XElement?> GetTemplateSummary(AwsRequest request)
    {
        var template = request.Parameters.Has("StackName") ? Find(request, null) : definitions.ReadTemplate(request.Parameters);
        var needed = Capabilities.Needed(template);
        return
        [
            QueryXml.List("Parameters", template.Parameters, parameter => Declaration(parameter.Key, parameter.Value!.AsObject())),
            QueryXml.Text("Description", template.Description),
            needed is null ? null : QueryXml.Texts("Capabilities", [needed]),
            needed is null ? null : QueryXml.Text("CapabilitiesReason", $"The following resource(s) require capabilities: [{string.Join(", ", Capabilities.Types(template))}]"),
            QueryXml.Texts("ResourceTypes", template.Resources.Values.Select(resource => resource.Type).Distinct(StringComparer.Ordinal)),
            QueryXml.Text("Version", template.Root["AWSTemplateFormatVersion"] is { } version ? JsonText.Of(version) : null),
            template.Root["Metadata"] is { } metadata ? QueryXml.Text("Metadata", metadata.ToJsonString()) : null,
        ];
    }

    private Template Find(AwsRequest request, string? changeSetName)
    {
        if (changeSetName is not null)
            return ChangeSetLookup.Get(store, request).Definition.Template;
        var stack = store.Get(request);
        return stack.Definition?.Template ?? throw AwsException.Validation($"Stack with id {stack.Name} does not have a template");
    }

    private static IEnumerable<XElement?> Declaration(string key, System.Text.Json.Nodes.JsonObject declaration) =>
    [
        QueryXml.Text("ParameterKey", key),
        declaration["Default"] is { } byDefault ? QueryXml.Text("DefaultValue", JsonText.Of(byDefault)) : null,
        QueryXml.Text("ParameterType", JsonText.Of(declaration["Type"])),
        QueryXml.Flag("NoEcho", JsonText.Flag(declaration["NoEcho"])),
        declaration["Description"] is { } description ? QueryXml.Text("Description", JsonText.Of(description)) : null,
        QueryXml.Structure(
            "ParameterConstraints",
            declaration["AllowedValues"] is { } allowed ? QueryXml.Texts("AllowedValues", allowed.AsArray().Select(JsonText.Of)) : null),
    ];
}
