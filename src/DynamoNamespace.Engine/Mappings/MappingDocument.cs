using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>A mapping document that has been read and validated. It becomes a <see cref="Mapping"/> once its variables have values.</summary>
internal sealed record MappingDocument(
    string Name,
    string? Description,
    KeySchema Key,
    KeySchema TargetKey,
    IReadOnlyDictionary<string, VariableDefinition> Variables,
    FamilyDefinition? Family,
    IReadOnlyList<RuleDefinition> Rules,
    IReadOnlyList<NewEntity> NewEntities,
    IReadOnlyList<ExpectedIndex> ExpectedIndexes,
    IReadOnlyList<ExpectedItem> ExpectedItems,
    string Fingerprint)
{
    /// <summary>Whether it takes every item over as it is, which only another table can take.</summary>
    public bool IsCopy => CopyMapping.IsNamed(Fingerprint);

    /// <summary>Gives the variables their values.</summary>
    /// <param name="values">A value for each variable.</param>
    /// <param name="checkValues">Whether the values are those of a run, and not stand-ins to look at the rules.</param>
    /// <param name="transform">Code of the caller's own that changes what the rules make; null for none.</param>
    public Mapping Bind(IReadOnlyDictionary<string, string> values, bool checkValues = true, IItemTransform? transform = null) => new(this, values, checkValues, transform);
}

/// <summary>A value that each run of a mapping is given.</summary>
internal sealed record VariableDefinition(string Name, string? Description, System.Text.RegularExpressions.Regex? Pattern);

/// <summary>How a record type is told by the head of a key.</summary>
internal sealed record FamilyDefinition(string Attribute, char Separator, IReadOnlyList<string> Known);

/// <summary>One rule: which items it matches, and what it sets and takes away.</summary>
internal sealed record RuleDefinition(
    string Name,
    IReadOnlyList<AttributeCondition> Conditions,
    IReadOnlyList<Assignment> Assignments,
    IReadOnlyList<string> Removals,
    InverseDefinition? Inverse,
    IReadOnlyList<VersionClock> Clocks)
{
    /// <summary>Whether the items that this rule matches are left alone, whatever rules come after it.</summary>
    public bool Leaves { get; init; }
}

/// <summary>A rule's way back, written by hand: which new items it is for, and what it sets and takes away.</summary>
internal sealed record InverseDefinition(
    IReadOnlyList<AttributeCondition> Conditions,
    IReadOnlyList<Assignment> Assignments,
    IReadOnlyList<string> Removals);

/// <summary>A type of items that clients begin to write. Nothing becomes one of it, so there is nothing to migrate.</summary>
internal sealed record NewEntity(string Name, IReadOnlyList<AttributeCondition> Conditions)
{
    public bool Matches(in Items.Item item)
    {
        foreach (var condition in Conditions)
        {
            if (!condition.IsMet(item))
                return false;
        }

        return true;
    }
}

/// <summary>Sets one attribute from a template, always or only where the item has that attribute.</summary>
internal sealed record Assignment(string Attribute, Template Template, bool OnlyIfPresent);

/// <summary>An index that the target table should have.</summary>
internal sealed record ExpectedIndex(string Name, string PartitionKey, string? SortKey);

/// <summary>An item that the target table should hold once everything is migrated.</summary>
internal sealed record ExpectedItem(string Name, IReadOnlyDictionary<string, string> Key);
