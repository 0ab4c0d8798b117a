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
        // The source may stand in this very block: it grows before the source is looked at, because growing gives the old bytes back.
        block.GetSpan(source.RawName(index).Length + source.RawValue(index).Length + 8);
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

    /// <summary>Adds an S, N or B attribute whose name and text are as they stand in JSON.</summary>
    public void Add(scoped ReadOnlySpan<byte> rawName, AttributeType type, scoped ReadOnlySpan<byte> rawText)
    {
        BeginAttribute(rawName);
        block.Append($"{{\"{AttributeValue.NameOf(type)}\":\"");
        block.Append(rawText);
        block.Append("\"}"u8);
        EndAttribute();
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
