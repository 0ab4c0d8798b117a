namespace DynamoNamespace.Engine.Verification;

/// <summary>What is wrong between an old item and its copy, or within a new item.</summary>
public enum DdbDifferenceKind
{
    /// <summary>An old item has no copy.</summary>
    MissingCopy = 1,

    /// <summary>The copy is neither equal to the mapped item nor newer.</summary>
    DifferentCopy,

    /// <summary>The mapping cannot map the old item.</summary>
    Unmappable,

    /// <summary>A new item's index keys are not those of its own namespace.</summary>
    WrongNamespaceKeys,

    /// <summary>An item's key begins with a namespace ID that the registry does not know.</summary>
    UnknownNamespace,

    /// <summary>An item of the target table is one that the mapping makes, and has no old item.</summary>
    ExtraItem,

    /// <summary>An item has no entry in an index that it should be in.</summary>
    MissingEntry,

    /// <summary>An index's entry is not what the index projects of its item.</summary>
    DifferentEntry,

    /// <summary>An index has an entry that no item has, or none with these index keys.</summary>
    ExtraEntry,

    /// <summary>A rule in place still matches the item.</summary>
    NotUpdated,

    /// <summary>What a rule in place writes is not as the rule makes it of the item as it is now.</summary>
    NotAsMapped,

    /// <summary>No rule of the mapping matches an item of the source, so it does not come into the target table, and no rule says that it is to be left.</summary>
    Unmatched,
}

/// <summary>One difference that the verification found.</summary>
/// <param name="TableName">The table.</param>
/// <param name="SourceKey">The old item's key, where there is one.</param>
/// <param name="TargetKey">The new item's key, where there is one.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Attributes">The attributes concerned.</param>
public sealed record DdbMigrationDifference(
    string TableName, string? SourceKey, string? TargetKey, DdbDifferenceKind Kind, IReadOnlyList<string> Attributes);
