using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>The order in which resources can be made: each wave needs only those before it.</summary>
internal static class ResourceOrder
{
    /// <exception cref="AwsException">Resources depend on each other in a circle.</exception>
    public static List<List<TemplateResource>> Waves(Template template, IReadOnlyCollection<TemplateResource> resources)
    {
        var left = resources.ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal);
        var waves = new List<List<TemplateResource>>();
        while (left.Count > 0)
        {
            var wave = left.Values.Where(resource => !Needs(template, resource).Any(left.ContainsKey)).ToList();
            if (wave.Count == 0)
                throw AwsException.Validation($"Circular dependency between resources: [{string.Join(", ", left.Keys)}]");
            foreach (var resource in wave)
                left.Remove(resource.LogicalId);
            waves.Add(wave);
        }

        return waves;
    }

    private static IEnumerable<string> Needs(Template template, TemplateResource resource) =>
        TemplateReferences.Of(resource.Properties).Where(template.Resources.ContainsKey).Concat(resource.DependsOn);
}
