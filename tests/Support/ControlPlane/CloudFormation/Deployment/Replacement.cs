using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;

/// <summary>Whether a change needs a new resource in place of the old one, and whether CloudFormation can make it.</summary>
internal static class Replacement
{
    public static bool IsNeeded(IResourceType type, JsonObject before, JsonObject after) =>
        type.ReplacedBy.Any(name => !JsonText.Same(before[name], after[name]));

    /// <summary>The name that both would have, so that the new one cannot be made beside the old one; null where they differ.</summary>
    public static string? CustomNameKept(IResourceType type, JsonObject before, JsonObject after) =>
        type.NameProperty is { } property && after[property] is { } name && JsonText.Same(before[property], name) ? JsonText.Of(name) : null;

    public static string Refusal(string name) =>
        $"CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename {name} and update the stack again.";
}
