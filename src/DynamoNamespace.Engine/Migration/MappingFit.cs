using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Refuses, before the first write, a mapping that cannot work on a table.</summary>
internal static class MappingFit
{
    /// <summary>The first look, before the registry is read, which is in tables of this key only: the key that old items have.</summary>
    public static void RequireKey(MappingDocument document, TableDescriptor table)
    {
        if (document.Key != table.Key)
        {
            throw new DdbException("WrongKeySchema", DdbErrorKind.InvalidState, table.Name,
                $"Table '{table.Name}' has the key {table.Key}, and the mapping '{document.Name}' is for tables with the key {document.Key}. Check the table's name, or write a mapping for this key; nothing was changed.");
        }
    }

    /// <summary>A copy must have the target's key.</summary>
    public static void RequireTargetKey(MappingDocument document, TableDescriptor target)
    {
        if (document.TargetKey != target.Key)
        {
            throw new DdbException("WrongTargetKeySchema", DdbErrorKind.InvalidState, target.Name,
                $"The target table '{target.Name}' has the key {target.Key}, and the mapping '{document.Name}' makes items with the key {document.TargetKey}. "
                + "Check the table's name, or give the mapping a 'targetKey' and rules that set it; nothing was changed.");
        }
    }

    /// <summary>In the table that the old items are in, a rule that changes nothing would only find itself again.</summary>
    public static void RequireChanges(Mapping mapping, TableDescriptor table)
    {
        if (mapping.Rules.FirstOrDefault(rule => rule.ChangesNothing) is { } rule)
        {
            throw new DdbException("RuleChangesNothing", DdbErrorKind.InvalidArgument, rule.Name,
                $"The rule '{rule.Name}' of the mapping '{mapping.Name}' sets and removes nothing, and old and new items are both in table '{table.Name}'. Let the rule set or remove something, or move the items to another table; nothing was changed.");
        }
    }

    public static void RequireTypes(Mapping mapping, TableDescriptor table)
    {
        foreach (var assignment in mapping.Rules.SelectMany(rule => rule.Assignments))
        {
            RequireType(table.Key, $"the key of table '{table.Name}'", assignment, mapping);
            foreach (var index in table.Indexes)
                RequireType(index.Key, $"the key of index '{index.Name}'", assignment, mapping);
        }
    }

    /// <summary>The indexes that the mapping expects, with the key that it expects.</summary>
    public static void RequireIndexes(Mapping mapping, TableDescriptor target)
    {
        foreach (var expected in mapping.ExpectedIndexes)
        {
            if (FindIndexProblem(expected, target) is { } problem)
            {
                throw new DdbException("WrongIndex", DdbErrorKind.InvalidState, expected.Name,
                    $"The mapping '{mapping.Name}' expects an index '{expected.Name}', and {problem}. Add the index first, or take it out of the mapping's 'expect'; nothing was changed.");
            }
        }
    }

    /// <summary>Says what is wrong with an expected index, or null.</summary>
    public static string? FindIndexProblem(ExpectedIndex expected, TableDescriptor target)
    {
        if (target.FindIndex(expected.Name) is not { } index)
            return $"table '{target.Name}' has none of that name";
        return index.Key.PartitionKey.Name == expected.PartitionKey && index.Key.SortKey?.Name == expected.SortKey
            ? null
            : $"that of table '{target.Name}' has the key {index.Key}, not {string.Join(", ", new[] { expected.PartitionKey, expected.SortKey }.Where(name => name is not null))}";
    }

    private static void RequireType(KeySchema key, string where, BoundAssignment assignment, Mapping mapping)
    {
        var attribute = key.Attributes.FirstOrDefault(attribute => string.Equals(attribute.Name, assignment.Attribute, StringComparison.Ordinal));
        if (attribute is not null && attribute.Type != assignment.Type)
        {
            throw new DdbException("WrongKeyType", DdbErrorKind.InvalidState, attribute.Name,
                $"The mapping '{mapping.Name}' sets '{attribute.Name}' to type {AttributeValue.NameOf(assignment.Type)}, and in {where} it is of type {AttributeValue.NameOf(attribute.Type)}. DynamoDB would refuse every such item; nothing was changed.");
        }
    }
}
