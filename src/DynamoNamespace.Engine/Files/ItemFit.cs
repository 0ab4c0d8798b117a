using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Files;

/// <summary>Tells whether a table could take an item: its keys and those of its indexes, their types and lengths, and the item's size.</summary>
internal sealed class ItemFit
{
    /// <summary>Sizes are counted a byte or two a number inexactly; what is only just too large is left to DynamoDB.</summary>
    private const int Tolerance = 4096;

    private readonly List<KeyPart> parts = [];

    public ItemFit(TableDescriptor table)
    {
        Add(table.Key, "the table's", isRequired: true);
        foreach (var index in table.Indexes)
            Add(index.Key, $"index {index.Name}'s", isRequired: false);
    }

    /// <summary>Says why the table would not take an item, or null.</summary>
    public string? FindProblem(in Item item)
    {
        foreach (var part in parts)
        {
            if (part.FindProblem(item) is { } problem)
                return problem;
        }

        // The size is at most the JSON's length, which is quicker to know.
        return item.Json.Length > ItemSize.Maximum && ItemSize.Of(item) is var size && size > ItemSize.Maximum + Tolerance
            ? FormattableString.Invariant($"it is {size:N0} bytes, and DynamoDB takes at most {ItemSize.Maximum:N0}")
            : null;
    }

    private void Add(KeySchema key, string whose, bool isRequired)
    {
        parts.Add(new KeyPart(key.PartitionKey, KeySchema.MaximumPartitionKeyBytes, whose, isRequired));
        if (key.SortKey is not null)
            parts.Add(new KeyPart(key.SortKey, KeySchema.MaximumSortKeyBytes, whose, isRequired));
    }

    private sealed record KeyPart(KeyAttribute Attribute, int MaximumBytes, string Whose, bool IsRequired)
    {
        public string? FindProblem(in Item item)
        {
            if (!item.TryGetValue(Attribute.Utf8Name, out var value))
                return IsRequired ? $"it lacks {Whose} key attribute '{Attribute.Name}'" : null;
            if (value.Type != Attribute.Type)
                return $"{Whose} key attribute '{Attribute.Name}' has the type {AttributeValue.NameOf(value.Type)} and must have {AttributeValue.NameOf(Attribute.Type)}";
            if (value.RawText.IsEmpty)
                return $"{Whose} key attribute '{Attribute.Name}' is empty";
            // A key is never longer than its text in JSON, but for a number, which takes 21 bytes at the most.
            return value.RawText.Length > MaximumBytes && ItemSize.OfKey(value) is var length && length > MaximumBytes
                ? FormattableString.Invariant($"{Whose} key attribute '{Attribute.Name}' is {length:N0} bytes, and DynamoDB takes at most {MaximumBytes:N0}")
                : null;
        }
    }
}
