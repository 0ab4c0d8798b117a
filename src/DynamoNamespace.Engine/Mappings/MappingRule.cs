using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>One rule with its variables' values: it matches items, maps them, and takes mapped items back.</summary>
internal sealed class MappingRule
{
    private readonly RuleDefinition definition;
    private readonly IReadOnlyDictionary<string, string> variables;
    private readonly ItemEdit edit;
    private readonly RuleInverse inverse;
    private readonly IItemTransform? transform;

    public MappingRule(RuleDefinition definition, KeySchema key, KeySchema targetKey, IReadOnlyDictionary<string, string> variables, IItemTransform? transform = null)
    {
        this.definition = definition;
        this.transform = transform;
        this.variables = variables;
        edit = new ItemEdit(definition.Conditions, definition.Assignments, definition.Removals, variables);
        inverse = definition.Inverse is { } written ? new WrittenInverse(edit, written, key, variables) : new DerivedInverse(edit, key, targetKey);
    }

    public string Name => definition.Name;

    /// <summary>Whether the items that it matches are left alone.</summary>
    public bool Leaves => definition.Leaves;

    public bool HasInverse => transform is null && inverse.Exists;

    /// <summary>Whether the way back stands in the mapping, and is not read off the rule.</summary>
    public bool HasWrittenInverse => definition.Inverse is not null;

    /// <summary>The attributes that this rule sets or reads, beside the key.</summary>
    public IEnumerable<string> NamedAttributes =>
        edit.Assignments.Select(assignment => assignment.Attribute).Concat(definition.Clocks.Select(clock => clock.Attribute));

    /// <summary>All of them are met by an item that this rule matches.</summary>
    public IReadOnlyList<AttributeCondition> Conditions => edit.Conditions;

    public IReadOnlyList<BoundAssignment> Assignments => edit.Assignments;

    /// <summary>The names of the attributes that this rule takes away.</summary>
    public IReadOnlyList<string> Removals => edit.Removals;

    /// <summary>Whether the mapped item is the old item as it is, as it may be in another table.</summary>
    public bool ChangesNothing => transform is null && edit.ChangesNothing;

    /// <summary>Whether this rule sets an attribute of that key, and so moves items instead of changing them in place.</summary>
    public bool Moves(KeySchema key) => edit.Assignments.Any(assignment => key.Attributes.Any(attribute => attribute.Name == assignment.Attribute));

    /// <summary>Just those assignments of this rule that set one of some attributes.</summary>
    public ItemEdit EditOf(IReadOnlySet<string> attributes) =>
        new(definition.Conditions, [.. definition.Assignments.Where(assignment => attributes.Contains(assignment.Attribute))], [], variables);

    public bool Matches(in Item item) => edit.Matches(item);

    /// <summary>Appends the mapped item to a block. Attributes that the rule neither sets nor removes are carried over as they came.</summary>
    /// <returns>False, with the reason, if the item lacks what a template needs; nothing is appended then.</returns>
    public bool TryMap(in Item source, ItemBlock block, out Item mapped, out string? problem) => transform is null
        ? edit.TryApply(source, block, out mapped, out problem)
        : TryTransform(transform, source, block, out mapped, out problem);

    /// <summary>Whether an item's key is one that this rule makes.</summary>
    public bool HasTargetKey(in Item target) => inverse.HasTargetKey(target);

    /// <summary>Whether the mapped item tells the whole of this old one.</summary>
    public bool IsExactlyInvertible(in Item source) => HasInverse && inverse.IsExact(source);

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

    private bool TryTransform(IItemTransform transform, in Item source, ItemBlock block, out Item mapped, out string? problem)
    {
        using var scratch = new ItemBlock(source.Json.Length + 256);
        if (!edit.TryApply(source, scratch, out mapped, out problem))
            return false;
        try
        {
            mapped = ItemReader.Parse(transform.Apply(mapped.Json.ToArray()), block);
            return true;
        }
        catch (ItemTransformException error)
        {
            mapped = default;
            problem = error.Message.TrimEnd('.');
            return false;
        }
    }
}
