using System.Text;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>
/// What an index holds of an item: nothing where the item lacks an attribute of the index's key or has it with another type or size, else the keys and
/// what is projected (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.ViolationDetection.html).
/// </summary>
internal sealed class IndexEntries
{
    private readonly KeySchema tableKey;
    private readonly byte[][] held;
    private readonly byte[][] keys;
    private readonly bool holdsAll;

    /// <param name="tableKey">The table's key.</param>
    /// <param name="index">The index.</param>
    /// <param name="keysOnly">Whether only the keys are looked at, whatever else the index holds.</param>
    public IndexEntries(KeySchema tableKey, IndexDescription index, bool keysOnly)
    {
        this.tableKey = tableKey;
        Index = index;
        KeysOnly = keysOnly;
        holdsAll = !keysOnly && index.ProjectionType == IndexProjection.All;
        keys = [.. tableKey.Attributes.Concat(index.Key.Attributes).Select(attribute => attribute.Name).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
        held = keysOnly ? keys : [.. keys, .. index.NonKeyAttributes.Select(Encoding.UTF8.GetBytes)];
    }

    public IndexDescription Index { get; }

    public KeySchema TableKey => tableKey;

    public bool KeysOnly { get; }

    /// <summary>Whether an item has every attribute of the index's key, whatever its type.</summary>
    public bool HasKey(in Item item)
    {
        foreach (var attribute in Index.Key.Attributes)
        {
            if (item.IndexOf(attribute.Utf8Name) < 0)
                return false;
        }

        return true;
    }

    /// <summary>Whether an item is to be in the index.</summary>
    public bool IsExpected(in Item item) => Index.Key.Covers(item)
        && Fits(item, Index.Key.PartitionKey, KeySchema.MaximumPartitionKeyBytes)
        && (Index.Key.SortKey is not { } sort || Fits(item, sort, KeySchema.MaximumSortKeyBytes));

    /// <summary>Appends what the index is to hold of an item.</summary>
    public Item Project(in Item item, ItemBlock block) => holdsAll ? item : Copy(item, held, block);

    /// <summary>What of an entry is looked at.</summary>
    public Item Compared(in Item entry, ItemBlock block) => KeysOnly ? Copy(entry, keys, block) : entry;

    /// <summary>Appends the attributes of both keys, by which the item and its entry are found again.</summary>
    public Item Keys(in Item item, ItemBlock block) => Copy(item, keys, block);

    public bool HasSameKey(in Item a, in Item b) => Index.Key.IsSame(a, b);

    private static Item Copy(in Item item, byte[][] names, ItemBlock block)
    {
        var builder = new ItemBuilder(block);
        foreach (var name in names)
        {
            if (item.IndexOf(name) is var at and >= 0)
                builder.Copy(item, at);
        }

        return builder.Build();
    }

    private static bool Fits(in Item item, KeyAttribute attribute, int maximum)
    {
        if (attribute.Type == AttributeType.N || !item.TryGetValue(attribute.Utf8Name, out var value))
            return true;
        // Base64 has four characters for three bytes; escapes only make a text longer than it is.
        var raw = value.RawText.Length;
        if (raw == 0)
            return false;
        if (attribute.Type == AttributeType.B)
            return Convert.FromBase64String(value.Text()).Length <= maximum;
        return raw <= maximum || Encoding.UTF8.GetByteCount(value.Text()) <= maximum;
    }
}
