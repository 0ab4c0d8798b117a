using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>What a template's parts refer to, found without resolving anything.</summary>
internal static class TemplateReferences
{
    /// <exception cref="AwsException">Something is referred to that the template does not have.</exception>
    public static void Check(Template template)
    {
        var known = template.Resources.Keys.Concat(template.Parameters.Select(parameter => parameter.Key)).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in template.Resources.Values)
        {
            var unresolved = Of(resource.Properties).Where(name => !known.Contains(name)).Distinct(StringComparer.Ordinal).ToList();
            if (unresolved.Count > 0)
                throw AwsException.Validation($"Template format error: Unresolved resource dependencies [{string.Join(", ", unresolved)}] in the Resources block of the template");
            if (resource.DependsOn.FirstOrDefault(name => !template.Resources.ContainsKey(name)) is { } missing)
                throw AwsException.Validation($"Template format error: Unresolved resource dependencies [{missing}] in the Resources block of the template");
            if (resource.Condition is { } condition && !template.Conditions.ContainsKey(condition))
                throw AwsException.Validation($"Template format error: Unresolved condition dependency {condition} in the Resources block of the template");
        }

        var inOutputs = Of(template.Outputs).Where(name => !known.Contains(name)).Distinct(StringComparer.Ordinal).ToList();
        if (inOutputs.Count > 0)
            throw AwsException.Validation($"Template format error: Unresolved resource dependencies [{string.Join(", ", inOutputs)}] in the Outputs block of the template");
    }

    /// <summary>The parameters and resources that a part refers to by Ref, GetAtt and Sub; without pseudo parameters.</summary>
    public static IEnumerable<string> Of(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                return array.SelectMany(Of);
            case JsonObject { Count: 1 } single when single.First() is var (name, argument) && Direct(name, argument) is { } direct:
                return direct;
            case JsonObject members:
                return members.SelectMany(member => Of(member.Value));
            default:
                return [];
        }
    }

    private static IEnumerable<string>? Direct(string name, JsonNode? argument) => (name, argument) switch
    {
        ("Ref", JsonValue value) => value.GetValue<string>() is var target && target.StartsWith("AWS::", StringComparison.Ordinal) ? [] : [target],
        ("Fn::GetAtt", JsonArray { Count: > 0 } path) => [path[0]!.GetValue<string>()],
        ("Fn::GetAtt", JsonValue path) => [path.GetValue<string>().Split('.')[0]],
        ("Fn::Sub", JsonValue text) => Substitution.Names(text.GetValue<string>()).Select(Head).Where(IsOwn),
        ("Fn::Sub", JsonArray { Count: 2 } pair) =>
            Substitution.Names(pair[0]!.GetValue<string>()).Where(used => !pair[1]!.AsObject().ContainsKey(used)).Select(Head).Where(IsOwn).Concat(Of(pair[1])),
        _ => null,
    };

    private static string Head(string name) => name.StartsWith("AWS::", StringComparison.Ordinal) ? name : name.Split('.')[0];

    private static bool IsOwn(string name) => !name.StartsWith("AWS::", StringComparison.Ordinal);
}
