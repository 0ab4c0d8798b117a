using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>The limits that a mapped item must keep. A prefix makes keys and items larger than they were.</summary>
internal static class MappedItemLimits
{
    /// <summary>Says what limit an item breaks, or null.</summary>
    public static string? FindProblem(in Item item, TableDescriptor table)
    {
        var problem = FindLongKey(item, table.Key, "the table's");
        foreach (var index in table.Indexes)
            problem ??= FindLongKey(item, index.Key, $"index {index.Name}'s");
        // The size is at most the JSON's length, which is quicker to know.
        if (problem is null && item.Json.Length > ItemSize.Maximum && ItemSize.Of(item) is var size && size > ItemSize.Maximum)
            problem = FormattableString.Invariant($"the new item would be {size} bytes, and DynamoDB takes at most {ItemSize.Maximum}");
        return problem;
    }

    private static string? FindLongKey(in Item item, KeySchema key, string whose) =>
        FindLong(item, key.PartitionKey, KeySchema.MaximumPartitionKeyBytes, whose)
        ?? (key.SortKey is null ? null : FindLong(item, key.SortKey, KeySchema.MaximumSortKeyBytes, whose));

    private static string? FindLong(in Item item, KeyAttribute attribute, int maximum, string whose)
    {
        if (!item.TryGetValue(attribute.Utf8Name, out var value) || value.RawText.Length <= maximum)
            return null;
        var length = ItemSize.TextLength(value.RawText);
        return length <= maximum
            ? null
            : FormattableString.Invariant($"{whose} key attribute '{attribute.Name}' would be {length} bytes, and DynamoDB takes at most {maximum}");
    }
}
