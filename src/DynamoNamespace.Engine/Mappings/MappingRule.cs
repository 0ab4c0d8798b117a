using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>One rule with its variables' values: it matches items, maps them, and takes mapped items back.</summary>
internal sealed class MappingRule
{
    private readonly RuleDefinition definition;
    private readonly AttributeCondition[] conditions;
    private readonly BoundAssignment[] assignments;
    private readonly RuleInverse inverse;
    private readonly AttributeCondition[] keptKeyConditions;

    public MappingRule(RuleDefinition definition, KeySchema key, IReadOnlyDictionary<string, string> variables)
    {
        this.definition = definition;
        conditions = [.. definition.Conditions];
        assignments = definition.Assignments.Select(assignment => new BoundAssignment(assignment, variables)).ToArray();
        inverse = new RuleInverse(assignments, key);
        keptKeyConditions = definition.Conditions.Where(condition =>
            key.Attributes.Any(attribute => attribute.Name == condition.Attribute) && Array.TrueForAll(assignments, assignment => assignment.Attribute != condition.Attribute)).ToArray();
    }

    public string Name => definition.Name;

    public bool HasInverse => inverse.Exists;

    /// <summary>The attributes that this rule sets or reads, beside the key.</summary>
    public IEnumerable<string> NamedAttributes =>
        assignments.Select(assignment => assignment.Attribute).Concat(definition.Clocks.Select(clock => clock.Attribute));

    public IEnumerable<BoundAssignment> Assignments => assignments;

    public bool Matches(in Item item)
    {
        foreach (var condition in conditions)
        {
            if (!condition.IsMet(item))
                return false;
        }

        return true;
    }

    /// <summary>Appends the mapped item to a block. Attributes that the rule does not set are carried over as they came.</summary>
    /// <returns>False, with the reason, if the item lacks what a template needs; nothing is appended then.</returns>
    public bool TryMap(in Item source, ItemBlock block, out Item mapped, out string? problem)
    {
        var builder = new ItemBuilder(block);
        var copied = 0;
        var isSet = assignments.Length <= 256 ? stackalloc bool[assignments.Length] : new bool[assignments.Length];
        for (var index = 0; index < source.Count; index++)
        {
            var assignment = FindAssignment(source, index);
            if (assignment < 0)
                continue;
            builder.Copy(source, copied, index);
            copied = index + 1;
            isSet[assignment] = true;
            if (!assignments[assignment].TryAppend(source, conditions, ref builder, block, out problem))
                return Refuse(builder, out mapped);
        }

        builder.Copy(source, copied, source.Count);
        for (var index = 0; index < assignments.Length; index++)
        {
            var isAdded = !isSet[index] && !assignments[index].OnlyIfPresent;
            if (isAdded && !assignments[index].TryAppend(source, conditions, ref builder, block, out problem))
                return Refuse(builder, out mapped);
        }

        mapped = builder.Build();
        problem = null;
        return true;
    }

    /// <summary>Whether an item's key is one that this rule makes. A key attribute that the rule does not set comes over as it was, so what the rule asks of it holds of the new item too.</summary>
    public bool HasTargetKey(in Item target)
    {
        foreach (var condition in keptKeyConditions)
        {
            if (!condition.IsMet(target))
                return false;
        }

        return inverse.HasTargetKey(target);
    }

    /// <summary>Whether the mapped item tells the whole of this old one.</summary>
    public bool IsExactlyInvertible(in Item source) => inverse.Exists && inverse.IsExact(source);

    /// <summary>Takes a mapped item back to the item that it came from.</summary>
    /// <returns>False, with the attributes that are not as this rule makes them; nothing is appended then.</returns>
    public bool TryUnmap(in Item target, ItemBlock block, out Item source, out IReadOnlyList<string> wrongAttributes) =>
        inverse.TryUnmap(target, block, out source, out wrongAttributes);

    /// <summary>The attributes of a mapped item that are not as this rule makes them.</summary>
    public IReadOnlyList<string> FindWrong(in Item target) => inverse.FindWrong(target);

    /// <summary>Whether <paramref name="copy"/> is newer than <paramref name="mapped"/> by the clock of such items.</summary>
    public bool IsNewer(in Item copy, in Item mapped) => FindClock(mapped)?.IsNewer(copy, mapped) ?? false;

    public VersionClock? FindClock(in Item mapped)
    {
        foreach (var clock in definition.Clocks)
        {
            if (clock.AppliesTo(mapped))
                return clock;
        }

        return null;
    }

    private static bool Refuse(ItemBuilder builder, out Item mapped)
    {
        builder.Discard();
        mapped = default;
        return false;
    }

    /// <summary>The index of the assignment that sets an item's attribute, or -1.</summary>
    private int FindAssignment(in Item source, int attribute)
    {
        for (var index = 0; index < assignments.Length; index++)
        {
            if (source.IsNamed(attribute, assignments[index].Utf8Name))
                return index;
        }

        return -1;
    }
}
