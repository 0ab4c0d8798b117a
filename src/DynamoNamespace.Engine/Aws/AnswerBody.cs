using System.Text.Json;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Walks through an answer member by member. Its items are indexed where they stand in the block.</summary>
internal ref struct AnswerBody
{
    private readonly ItemBlock block;
    private Utf8JsonReader reader;

    /// <summary>Where the reader's first byte stands in the block.</summary>
    private int offset;

    public AnswerBody(ItemBlock block)
    {
        this.block = block;
        reader = JsonText.Reader(block.Written.Span);
        reader.Read();
    }

    /// <summary>Goes on to the name of the next member of the object that the walk is in.</summary>
    /// <returns>False at the object's end.</returns>
    public bool NextMember() => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes on to the next object of the list that the walk is in.</summary>
    /// <returns>False at the list's end.</returns>
    public bool NextObject() => reader.Read() && reader.TokenType == JsonTokenType.StartObject;

    public readonly bool Is(ReadOnlySpan<byte> name) => reader.ValueTextEquals(name);

    /// <summary>Goes into the member's object or list.</summary>
    public void Enter() => reader.Read();

    public void Skip() => reader.Skip();

    public string? ReadText()
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    /// <summary>Reads a count; null where it is none.</summary>
    public int? ReadCount()
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var count))
            return count;
        reader.Skip();
        return null;
    }

    public byte[] ReadRaw()
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return block.Bytes(offset + start, (int)reader.BytesConsumed - start).ToArray();
    }

    public Item ReadItem()
    {
        reader.Read();
        return ItemReader.Index(ref reader, block, offset);
    }

    /// <summary>Reads the items of a list: one pass over those that are compact, and the JSON reader for the others.</summary>
    public void ReadItems(ItemList items)
    {
        reader.Read();
        var isOneDue = reader.TokenType == JsonTokenType.StartArray && ReadCompactItems(items);
        for (; NextObject(); isOneDue = false)
            items.Add(ItemReader.Index(ref reader, block, offset));
        if (isOneDue)
            throw new JsonException("A list of items ends with a comma.");
    }

    /// <summary>Sums the totals of one ConsumedCapacity or of a list of them, not the shares of tables and indexes inside.</summary>
    public double ReadConsumed()
    {
        var sum = 0.0;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (NextObject())
                sum += ReadOneConsumed();
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            sum = ReadOneConsumed();
        }

        return sum;
    }

    /// <summary>Leaves the reader before the first item that is not compact, or at the list's end.</summary>
    /// <returns>Whether a comma says that another item must come.</returns>
    private bool ReadCompactItems(ItemList items)
    {
        var bytes = block.Written.Span;
        var end = offset + (int)reader.BytesConsumed;
        var next = end;
        while (CompactItem.TryIndex(block, next, out var item))
        {
            items.Add(item);
            end = next = item.End;
            if (next < bytes.Length && bytes[next] == (byte)',')
                next++;
        }

        // To the reader, which stands behind the bracket that opens the list, what follows is the list's first item or its end.
        reader = new Utf8JsonReader(bytes[next..], isFinalBlock: true, reader.CurrentState);
        offset = next;
        return next > end;
    }

    private double ReadOneConsumed()
    {
        var units = 0.0;
        while (NextMember())
        {
            var isTotal = Is("CapacityUnits"u8);
            reader.Read();
            if (isTotal && reader.TokenType == JsonTokenType.Number)
                units = reader.GetDouble();
            else
                reader.Skip();
        }

        return units;
    }
}
