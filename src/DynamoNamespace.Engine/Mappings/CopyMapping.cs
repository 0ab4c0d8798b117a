using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>The mapping that takes every item over as it is, to another table with the same key. It is made for the table's key, and so has no document.</summary>
internal static class CopyMapping
{
    public const string Name = "copy";

    private const string RuleName = "every item";

    public static bool IsNamed(string mapping) => string.Equals(mapping, Name, StringComparison.Ordinal);

    public static MappingDocument For(TableDescriptor table) => new(
        Name,
        "Every item as it is.",
        table.Key,
        table.Key,
        new Dictionary<string, VariableDefinition>(StringComparer.Ordinal),
        Family: null,
        [new RuleDefinition(RuleName, [], [], [], Inverse: null, [])],
        NewEntities: [],
        ExpectedIndexes: [],
        ExpectedItems: [],
        // Any table's: which table it is stands beside it in a plan.
        Fingerprint: Name);
}
