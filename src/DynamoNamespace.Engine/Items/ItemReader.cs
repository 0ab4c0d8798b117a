using System.Text.Json;

namespace DynamoNamespace.Engine.Items;

/// <summary>Finds items in DynamoDB JSON and indexes their attributes.</summary>
internal static class ItemReader
{
    /// <summary>Copies one item's JSON into a block and indexes it.</summary>
    /// <exception cref="JsonException">The bytes are no DynamoDB JSON item.</exception>
    public static Item Parse(ReadOnlySpan<byte> json, ItemBlock block)
    {
        var start = block.Length;
        block.Append(json);
        if (CompactItem.TryIndex(block, start, out var item))
            return item;
        var reader = JsonText.Reader(block.Bytes(start, json.Length));
        reader.Read();
        return Index(ref reader, block, start);
    }

    public static Item Parse(ReadOnlySpan<byte> json) => Parse(json, new ItemBlock(json.Length, 32));

    /// <summary>
    /// Indexes the object that the reader stands at; its bytes are already in the block, beginning at <paramref name="offset"/>
    /// for the reader's first byte. The reader is left on the object's closing brace.
    /// </summary>
    public static Item Index(ref Utf8JsonReader reader, ItemBlock block, int offset)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An item is not a JSON object.");
        var start = offset + (int)reader.TokenStartIndex;
        var firstSlot = block.SlotCount;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = offset + (int)reader.TokenStartIndex + 1;
            var nameLength = reader.ValueSpan.Length;
            var isNamePlain = !reader.ValueIsEscaped;
            reader.Read();
            var valueStart = offset + (int)reader.TokenStartIndex;
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException("An attribute value is not an object that names its type.");
            reader.Skip();
            var valueEnd = offset + (int)reader.BytesConsumed;
            var plain = PlainTypeOf(block.Bytes(valueStart, valueEnd - valueStart));
            block.AddSlot(new AttributeSlot(nameStart, nameLength, valueStart, valueEnd - valueStart, plain, isNamePlain));
        }

        var end = offset + (int)reader.BytesConsumed;
        return new Item(block, start, end - start, firstSlot, block.SlotCount - firstSlot);
    }

    /// <summary>S, N or B for a value of that type that is written without spaces and has no quote in its text; otherwise Unknown, which is always true.</summary>
    private static AttributeType PlainTypeOf(ReadOnlySpan<byte> value)
    {
        if (value.Length < AttributeValue.PlainOpening + AttributeValue.PlainClosing
            || !value.StartsWith("{\""u8) || !value[3..].StartsWith("\":\""u8) || !value.EndsWith("\"}"u8)
            || value[AttributeValue.PlainOpening..^AttributeValue.PlainClosing].Contains((byte)'"'))
        {
            return AttributeType.Unknown;
        }

        return AttributeValue.PlainTypeOf(value[2]);
    }
}
