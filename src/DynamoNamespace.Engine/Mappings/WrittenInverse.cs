using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>
/// A way back that the mapping spells out. It is believed item by item only: the item that it leads to must be one that the rule matches,
/// and that it maps to the very item that the way back began with.
/// </summary>
internal sealed class WrittenInverse(ItemEdit forward, InverseDefinition definition, KeySchema key, IReadOnlyDictionary<string, string> variables) : RuleInverse
{
    private readonly ItemEdit back = new(definition.Conditions, definition.Assignments, definition.Removals, variables);

    public override bool Exists => true;

    public override bool IsExact(in Item source)
    {
        using var block = new ItemBlock();
        return forward.TryApply(source, block, out var mapped, out _)
            && back.Matches(mapped)
            && back.TryApply(mapped, block, out var again, out _)
            && new ItemComparison().AreEqual(source, again);
    }

    public override bool HasTargetKey(in Item target) => back.Matches(target);

    public override bool TryUnmap(in Item target, ItemBlock block, out Item source, out IReadOnlyList<string> wrongAttributes)
    {
        var (length, slots) = (block.Length, block.SlotCount);
        wrongAttributes = back.TryApply(target, block, out source, out _) ? FindWrong(source, target) : FindUnreadable(target);
        if (wrongAttributes.Count == 0)
            return true;
        block.Truncate(length, slots);
        source = default;
        return false;
    }

    public override IReadOnlyList<string> FindWrong(in Item target)
    {
        using var block = new ItemBlock();
        TryUnmap(target, block, out _, out var wrong);
        return wrong;
    }

    private IReadOnlyList<string> FindWrong(Item source, Item target)
    {
        var unmet = key.Attributes.Where(attribute => !attribute.IsIn(source)).Select(attribute => attribute.Name)
            .Concat(forward.Conditions.Where(condition => !condition.IsMet(source)).Select(condition => condition.Attribute))
            .Distinct(StringComparer.Ordinal).ToList();
        if (unmet.Count > 0)
            return unmet;
        using var block = new ItemBlock();
        return forward.TryApply(source, block, out var again, out _) ? new ItemComparison().DifferingAttributes(again, target) : FindUnreadable(target);
    }

    /// <summary>The attributes that the templates need and that a new item does not have as a text or number.</summary>
    private List<string> FindUnreadable(Item target)
    {
        var needed = back.Assignments.SelectMany(assignment => assignment.Parts)
            .Where(part => part.Source == PlaceholderSource.Attribute && !(target.TryGetValue(part.Utf8Name, out var value) && value.Type is AttributeType.S or AttributeType.N))
            .Select(part => part.Text).Distinct(StringComparer.Ordinal).ToList();
        return needed.Count > 0 ? needed : [.. definition.Conditions.Where(condition => condition.HasPattern).Select(condition => condition.Attribute)];
    }
}
