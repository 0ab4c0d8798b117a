using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Tables;

/// <summary>The key of a table or an index.</summary>
internal sealed record KeySchema(KeyAttribute PartitionKey, KeyAttribute? SortKey)
{
    /// <summary>The longest partition and sort keys that DynamoDB takes, in UTF-8 bytes.</summary>
    public const int MaximumPartitionKeyBytes = 2048;
    public const int MaximumSortKeyBytes = 1024;

    public IEnumerable<KeyAttribute> Attributes => SortKey is null ? [PartitionKey] : [PartitionKey, SortKey];

    /// <summary>Appends an item of just the key attributes of <paramref name="item"/>.</summary>
    public Item Extract(in Item item, ItemBlock block)
    {
        var builder = new ItemBuilder(block);
        builder.Copy(item, Require(item, PartitionKey));
        if (SortKey is not null)
            builder.Copy(item, Require(item, SortKey));
        return builder.Build();
    }

    /// <summary>The digest of an item of just the key attributes of <paramref name="item"/>.</summary>
    public UInt128 Digest(in Item item, CanonicalItem canonical) =>
        canonical.Digest(item, Require(item, PartitionKey), SortKey is null ? null : Require(item, SortKey));

    public bool IsKeyAttribute(ReadOnlySpan<byte> rawName) =>
        JsonText.NameEquals(rawName, PartitionKey.Utf8Name)
        || (SortKey is not null && JsonText.NameEquals(rawName, SortKey.Utf8Name));

    /// <summary>Whether an item has every attribute of this key with the right type, as it must to be in the table or the index.</summary>
    public bool Covers(in Item item) => PartitionKey.IsIn(item) && (SortKey is null || SortKey.IsIn(item));

    /// <summary>Whether two items have the same key, both with all of its attributes.</summary>
    public bool IsSame(in Item a, in Item b) => IsSame(a, b, PartitionKey) && (SortKey is null || IsSame(a, b, SortKey));

    /// <summary>A key as people read it: <c>PK=ENTITY#user-1, SK=#META</c>.</summary>
    public string Describe(Item item) =>
        string.Join(", ", Attributes.Select(attribute =>
            $"{attribute.Name}={(item.TryGetValue(attribute.Utf8Name, out var value) ? value.Text() : "(absent)")}"));

    public override string ToString() => string.Join(", ", Attributes);

    private static bool IsSame(in Item a, in Item b, KeyAttribute attribute)
    {
        a.TryGetValue(attribute.Utf8Name, out var left);
        b.TryGetValue(attribute.Utf8Name, out var right);
        if (left.RawText.SequenceEqual(right.RawText))
            return true;
        return (JsonText.IsEscaped(left.RawText) || JsonText.IsEscaped(right.RawText)) && string.Equals(left.Text(), right.Text(), StringComparison.Ordinal);
    }

    private static int Require(in Item item, KeyAttribute attribute)
    {
        var index = item.IndexOf(attribute.Utf8Name);
        return index >= 0 ? index : throw new InvalidDataException($"An item has no key attribute '{attribute.Name}'.");
    }
}
