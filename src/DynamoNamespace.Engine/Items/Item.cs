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

    /// <summary>Where the item ends in its block.</summary>
    internal int End => start + length;

    /// <summary>Bytes of the block that the item stands in.</summary>
    internal ReadOnlySpan<byte> Between(int from, int count) => block.Bytes(from, count);

    internal ReadOnlySpan<AttributeSlot> Slots => block.Slots(firstSlot, Count);

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
            if (IsNamed(index, name))
                return index;
        }

        return -1;
    }

    /// <summary>Whether an attribute has this name, however it is escaped.</summary>
    public bool IsNamed(int index, ReadOnlySpan<byte> name)
    {
        ref readonly var slot = ref block.Slots(firstSlot, Count)[index];
        if (slot.IsNamePlain && slot.NameLength != name.Length)
            return false;
        var raw = block.Bytes(slot.NameStart, slot.NameLength);
        return slot.IsNamePlain ? raw.SequenceEqual(name) : JsonText.NameEquals(raw, name);
    }

    public bool TryGetValue(ReadOnlySpan<byte> name, out AttributeValue value)
    {
        var index = IndexOf(name);
        value = index < 0 ? default : Value(index);
        return index >= 0;
    }

    public AttributeValue Value(int index)
    {
        var slot = block.Slot(firstSlot + index);
        var json = block.Bytes(slot.ValueStart, slot.ValueLength);
        return slot.Plain == AttributeType.Unknown ? AttributeValue.Read(json) : AttributeValue.OfPlain(slot.Plain, json);
    }

    /// <summary>Copies the whole item into a block, with its index.</summary>
    public Item CopyTo(ItemBlock target)
    {
        // The item may stand in this very block, which gives its old bytes back when it grows.
        target.GetSpan(length);
        var (at, slot) = (target.Length, target.SlotCount);
        target.Append(Json);
        for (var index = 0; index < Count; index++)
            target.AddSlot(block.Slot(firstSlot + index).MovedBy(at - start));
        return new Item(target, at, length, slot, Count);
    }

    public override string ToString() => Encoding.UTF8.GetString(Json);
}
