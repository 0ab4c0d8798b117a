using System.Text;

namespace DynamoNamespace.Engine.Items;

/// <summary>
/// A DynamoDB item as its DynamoDB JSON in UTF-8, with an index of its top-level attributes.
/// Values are decoded only where something asks for them.
/// </summary>
internal readonly struct Item
{
    private readonly ItemBlock block;
    private readonly int start;
    private readonly int length;
    private readonly int firstSlot;

    internal Item(ItemBlock block, int start, int length, int firstSlot, int count)
    {
        this.block = block;
        this.start = start;
        this.length = length;
        this.firstSlot = firstSlot;
        Count = count;
    }

    /// <summary>How many top-level attributes the item has.</summary>
    public int Count { get; }

    /// <summary>The whole item, from its opening to its closing brace.</summary>
    public ReadOnlySpan<byte> Json => block.Bytes(start, length);

    /// <summary>An attribute's name as it stands between its quotes: JSON escapes are still in it.</summary>
    public ReadOnlySpan<byte> RawName(int index)
    {
        var slot = block.Slot(firstSlot + index);
        return block.Bytes(slot.NameStart, slot.NameLength);
    }

    /// <summary>An attribute's value with its type, as in <c>{"S":"text"}</c>.</summary>
    public ReadOnlySpan<byte> RawValue(int index)
    {
        var slot = block.Slot(firstSlot + index);
        return block.Bytes(slot.ValueStart, slot.ValueLength);
    }

    public string Name(int index)
    {
        var raw = RawName(index);
        return JsonText.IsEscaped(raw) ? JsonText.Unescape(raw) : Encoding.UTF8.GetString(raw);
    }

    /// <summary>The index of the attribute with this name, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < Count; index++)
        {
            if (JsonText.NameEquals(RawName(index), name))
                return index;
        }

        return -1;
    }

    public bool TryGetValue(ReadOnlySpan<byte> name, out AttributeValue value)
    {
        var index = IndexOf(name);
        value = index < 0 ? default : AttributeValue.Read(RawValue(index));
        return index >= 0;
    }

    public override string ToString() => Encoding.UTF8.GetString(Json);
}
