using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;

/// <summary>What a new definition changes in a stack.</summary>
internal sealed class StackComparison
{
    private const string LaterKnown = "{{changeSet:KNOWN_AFTER_APPLY}}";

    private readonly Stack _stack;
    private readonly StackDefinition _definition;
    private readonly ResourceTypes _types;
    private readonly Evaluator _evaluator;
    private readonly Dictionary<string, ResourceChange> _changes = new(StringComparer.Ordinal);

    private StackComparison(Stack stack, StackDefinition definition, ResourceTypes types)
    {
        (_stack, _definition, _types) = (stack, definition, types);
        _evaluator = new Evaluator(
            definition.Template,
            ParameterValues.ForReference(definition.Template, definition.Parameters, stack.Name, stack.Id, stack.Region),
            id => stack.Resources.GetValueOrDefault(id)?.PhysicalId ?? LaterKnown,
            (id, attribute) => stack.Resources.TryGetValue(id, out var resource) ? types.Attribute(resource, attribute) : LaterKnown);
    }

    /// <summary>The resources that change, in the template's order, those that go last.</summary>
    public static IReadOnlyList<ResourceChange> Compare(Stack stack, StackDefinition definition, ResourceTypes types) =>
        new StackComparison(stack, definition, types).Compare();

    /// <summary>Whether anything differs, be it only an output or the stack's tags.</summary>
    public static bool IsChange(Stack stack, StackDefinition definition, IReadOnlyList<ResourceChange> changes) =>
        stack.Definition is not { } old
        || changes.Count > 0
        || !JsonText.Same(old.Template.Outputs, definition.Template.Outputs)
        || !old.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).SequenceEqual(definition.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal));

    private List<ResourceChange> Compare()
    {
        var wanted = _definition.Template.Resources.Values.Where(resource => _evaluator.IsTrue(resource.Condition)).ToList();
        foreach (var resource in ResourceOrder.Waves(_definition.Template, wanted).SelectMany(wave => wave))
        {
            if (Find(resource) is { } change)
                _changes[resource.LogicalId] = change;
        }

        var removed = _stack.Resources.Values
            .Where(resource => wanted.TrueForAll(w => w.LogicalId != resource.LogicalId))
            .Select(resource => new ResourceChange("Remove", resource.LogicalId, resource.PhysicalId, resource.Type));
        return [.. wanted.Select(resource => _changes.GetValueOrDefault(resource.LogicalId)).OfType<ResourceChange>(), .. removed];
    }

    private ResourceChange? Find(TemplateResource resource)
    {
        if (_stack.Resources.GetValueOrDefault(resource.LogicalId) is not { } existing)
            return new ResourceChange("Add", resource.LogicalId, null, resource.Type);

        var properties = _evaluator.ResolveObject(resource.Properties);
        var names = properties.Select(p => p.Key).Union(existing.Properties.Select(p => p.Key), StringComparer.Ordinal);
        var details = names
            .Where(name => !JsonText.Same(properties[name], existing.Properties[name]))
            .Select(name => Direct(resource, name))
            .ToList();
        details.AddRange(resource.Properties.SelectMany(property => Dynamic(resource, property.Key, property.Value)));
        if (DeclarationDiffers(resource, "Metadata"))
            details.Add(new ChangeDetail("Metadata", null, "Never", "Static", "DirectModification", null));
        if (DeclarationDiffers(resource, "DeletionPolicy"))
            details.Add(new ChangeDetail("DeletionPolicy", null, "Never", "Static", "DirectModification", null));
        return details.Count == 0 ? null : new ResourceChange("Modify", resource.LogicalId, existing.PhysicalId, resource.Type) { Details = details };
    }

    private ChangeDetail Direct(TemplateResource resource, string name)
    {
        var before = _stack.Definition?.Template.Resources.GetValueOrDefault(resource.LogicalId)?.Properties[name];
        var parameter = JsonText.Same(before, resource.Properties[name])
            ? TemplateReferences.Of(resource.Properties[name]).FirstOrDefault(_definition.Parameters.ContainsKey)
            : null;
        return new ChangeDetail(
            name == "Tags" ? "Tags" : "Properties", name == "Tags" ? null : name, Recreation(resource, name), "Static",
            parameter is null ? "DirectModification" : "ParameterReference", parameter);
    }

    /// <summary>CloudFormation does not foresee what an attribute of a resource becomes that it modifies.</summary>
    private IEnumerable<ChangeDetail> Dynamic(TemplateResource resource, string name, JsonNode? declaration)
    {
        foreach (var (id, attribute) in AttributeReferences.Of(declaration).Distinct())
        {
            if (_changes.GetValueOrDefault(id) is not { Action: "Modify" } cause)
                continue;
            if (attribute is not null)
                yield return new ChangeDetail("Properties", name, Recreation(resource, name), "Dynamic", "ResourceAttribute", $"{id}.{attribute}");
            else if (cause.Replacement != "False")
                yield return new ChangeDetail("Properties", name, Recreation(resource, name), "Dynamic", "ResourceReference", id);
        }
    }

    private string Recreation(TemplateResource resource, string name) =>
        _types.Of(resource.Type).ReplacedBy.Contains(name) ? "Always" : "Never";

    private bool DeclarationDiffers(TemplateResource resource, string member) =>
        _stack.Definition?.Template.Resources.GetValueOrDefault(resource.LogicalId) is { } before
        && !JsonText.Same(before.Declaration[member], resource.Declaration[member]);
}
