using System.Text;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// The limits that a mapped item must keep. A prefix makes keys and items larger than they were, and an index that the mapping
/// expects and the table does not have yet will leave out what is too long for it.
/// </summary>
internal sealed class MappedItemLimits
{
    private readonly List<KeyLimit> keys = [];
    private readonly int lowest;

    /// <summary>The target's key where old items need not have it; null where they all do.</summary>
    private readonly KeySchema? newKey;

    public MappedItemLimits(TableDescriptor table, Mapping mapping)
    {
        Add(table.Key.PartitionKey.Name, table.Key.SortKey?.Name, "the table's");
        foreach (var index in table.Indexes)
            Add(index.Key.PartitionKey.Name, index.Key.SortKey?.Name, $"index {index.Name}'s");
        foreach (var expected in mapping.ExpectedIndexes.Where(expected => table.FindIndex(expected.Name) is null))
            Add(expected.PartitionKey, expected.SortKey, $"the expected index {expected.Name}'s");
        newKey = mapping.TargetKey == mapping.Key ? null : mapping.TargetKey;
        lowest = keys.Min(key => key.MaximumBytes);
    }

    /// <summary>Says what limit an item breaks, or null.</summary>
    public string? FindProblem(in Item item)
    {
        if (newKey is not null && !newKey.Covers(item))
            return MissingKey(item, newKey);
        // Neither a key nor the item is longer than the item's JSON.
        if (item.Json.Length <= lowest)
            return null;
        foreach (var key in keys)
        {
            if (!item.TryGetValue(key.Utf8Name, out var value) || value.RawText.Length <= key.MaximumBytes)
                continue;
            var length = ItemSize.OfKey(value);
            if (length > key.MaximumBytes)
                return FormattableString.Invariant($"{key.Whose} key attribute '{key.Name}' would be {length} bytes, and DynamoDB takes at most {key.MaximumBytes}");
        }

        // The size is at most the JSON's length, which is quicker to know.
        return item.Json.Length > ItemSize.Maximum && ItemSize.Of(item) is var size && size > ItemSize.Maximum
            ? FormattableString.Invariant($"the new item would be {size} bytes, and DynamoDB takes at most {ItemSize.Maximum}")
            : null;
    }

    private static string MissingKey(Item item, KeySchema key)
    {
        var missing = key.Attributes.First(attribute => !attribute.IsIn(item));
        return item.TryGetValue(missing.Utf8Name, out var value)
            ? $"its '{missing.Name}' would be of type {AttributeValue.NameOf(value.Type)}, and in the target's key it is of type {AttributeValue.NameOf(missing.Type)}"
            : $"it would have no '{missing.Name}', which is of the target's key";
    }

    private void Add(string partitionKey, string? sortKey, string whose)
    {
        keys.Add(new KeyLimit(partitionKey, KeySchema.MaximumPartitionKeyBytes, whose));
        if (sortKey is not null)
            keys.Add(new KeyLimit(sortKey, KeySchema.MaximumSortKeyBytes, whose));
    }

    private sealed record KeyLimit(string Name, int MaximumBytes, string Whose)
    {
        public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
    }
}
