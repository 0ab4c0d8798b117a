namespace DynamoNamespace.Engine.Items;

/// <summary>Appends one item to a block, attribute by attribute.</summary>
internal ref struct ItemBuilder
{
    private readonly ItemBlock block;
    private readonly int start;
    private readonly int firstSlot;
    private int count;
    private int nameStart;
    private int nameLength;

    public ItemBuilder(ItemBlock block)
    {
        this.block = block;
        start = block.Length;
        firstSlot = block.SlotCount;
        block.Append((byte)'{');
    }

    /// <summary>Copies an attribute as it stands.</summary>
    public void Copy(in Item source, int index)
    {
        BeginAttribute(source.RawName(index));
        block.Append(source.RawValue(index));
        EndAttribute();
    }

    /// <summary>Begins an attribute; the caller appends its value to the block and then ends it.</summary>
    public void BeginAttribute(scoped ReadOnlySpan<byte> rawName)
    {
        if (count > 0)
            block.Append((byte)',');
        block.Append((byte)'"');
        nameStart = block.Length;
        nameLength = rawName.Length;
        block.Append(rawName);
        block.Append("\":"u8);
    }

    public void EndAttribute()
    {
        var valueStart = nameStart + nameLength + 2;
        block.AddSlot(new AttributeSlot(nameStart, nameLength, valueStart, block.Length - valueStart));
        count++;
    }

    public readonly Item Build()
    {
        block.Append((byte)'}');
        return new Item(block, start, block.Length - start, firstSlot, count);
    }

    /// <summary>Takes everything back that was appended.</summary>
    public readonly void Discard() => block.Truncate(start, firstSlot);
}
