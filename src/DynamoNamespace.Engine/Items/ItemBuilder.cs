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
        EndAttribute(source.Slots[index].Plain);
    }

    /// <summary>Copies the attributes from one index up to another, which is not copied, as they stand.</summary>
    public void Copy(in Item source, int from, int to)
    {
        if (from >= to)
            return;
        if (!IsUnbroken(source.Slots[from..to]))
        {
            for (var index = from; index < to; index++)
                Copy(source, index);
            return;
        }

        // As above: the block grows before the source is looked at.
        var size = source.Slots[to - 1].End - source.Slots[from].NameStart + 1;
        block.GetSpan(size + 1);
        if (count > 0)
            block.Append((byte)',');
        var distance = block.Length + 1 - source.Slots[from].NameStart;
        block.Append(source.Between(source.Slots[from].NameStart - 1, size));
        for (var index = from; index < to; index++)
            block.AddSlot(source.Slots[index].MovedBy(distance));
        count += to - from;
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
        EndAttribute(type);
    }

    /// <param name="plain">S, N or B if the value was written without spaces.</param>
    public void EndAttribute(AttributeType plain = AttributeType.Unknown)
    {
        var valueStart = nameStart + nameLength + 2;
        var isNamePlain = !JsonText.IsEscaped(block.Bytes(nameStart, nameLength));
        block.AddSlot(new AttributeSlot(nameStart, nameLength, valueStart, block.Length - valueStart, plain, isNamePlain));
        count++;
    }

    public readonly Item Build()
    {
        block.Append((byte)'}');
        return new Item(block, start, block.Length - start, firstSlot, count);
    }

    /// <summary>Whether attributes stand side by side with nothing but their commas between them.</summary>
    private static bool IsUnbroken(ReadOnlySpan<AttributeSlot> slots)
    {
        for (var index = 0; index < slots.Length; index++)
        {
            if (!slots[index].IsCompact || (index > 0 && slots[index].NameStart != slots[index - 1].End + 2))
                return false;
        }

        return true;
    }

    /// <summary>Takes everything back that was appended.</summary>
    public readonly void Discard() => block.Truncate(start, firstSlot);
}
