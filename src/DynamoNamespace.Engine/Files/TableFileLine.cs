using System.Text.Json;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Files;

/// <summary>
/// A line of a file of items: <c>{"Item":{…}}</c>, as in DynamoDB's own export to S3
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html). A line that is the item itself is read too.
/// </summary>
internal static class TableFileLine
{
    private static ReadOnlySpan<byte> Opening => "{\"Item\":"u8;

    /// <summary>Appends an item's line.</summary>
    public static void Append(ItemBlock lines, in Item item)
    {
        lines.Append(Opening);
        var from = lines.Length;
        lines.Append(item.Json);
        lines.Append("}\n"u8);
        // A text has its line ends escaped; what stands between values is only layout.
        if (lines.Bytes(from, lines.Length - from - 1).IndexOfAny((byte)'\n', (byte)'\r') >= 0)
            TakeOutLineEnds(lines, from);
    }

    /// <summary>Reads a line; the item is copied into the block.</summary>
    /// <exception cref="JsonException">It is no item.</exception>
    public static Item Read(ReadOnlySpan<byte> line, ItemBlock block)
    {
        line = line.Trim(" \t\r"u8);
        var (length, slots) = (block.Length, block.SlotCount);
        if (line.StartsWith(Opening) && line.EndsWith("}"u8) && TryParseWrapped(line[Opening.Length..^1], block, out var item))
            return item;
        block.Truncate(length, slots);
        if (!TryParse(line, block, out var outer))
            throw new JsonException("Something follows the item on its line.");
        if (!IsWrapped(outer))
            return outer;
        var inner = outer.RawValue(0).ToArray();
        block.Truncate(length, slots);
        return ItemReader.Parse(inner, block);
    }

    /// <summary>Parses what looks like the export's member; where it is none, the line is looked at as a whole.</summary>
    private static bool TryParseWrapped(ReadOnlySpan<byte> json, ItemBlock block, out Item item)
    {
        try
        {
            return TryParse(json, block, out item);
        }
        catch (JsonException)
        {
            item = default;
            return false;
        }
    }

    /// <summary>Parses bytes that are to be one item and nothing else.</summary>
    private static bool TryParse(ReadOnlySpan<byte> json, ItemBlock block, out Item item)
    {
        var start = block.Length;
        item = ItemReader.Parse(json, block);
        return block.Bytes(item.End, start + json.Length - item.End).Trim((byte)' ').IsEmpty;
    }

    /// <summary>
    /// Whether the one member is the export's. An item whose only attribute is called Item has it as its key, which is a text, a number or binary;
    /// in the export's member each value is an object.
    /// </summary>
    private static bool IsWrapped(in Item outer)
    {
        if (outer.Count != 1 || !outer.IsNamed(0, "Item"u8))
            return false;
        var reader = JsonText.Reader(outer.RawValue(0));
        reader.Read();
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject || (reader.Read() && reader.TokenType == JsonTokenType.StartObject);
    }

    private static void TakeOutLineEnds(ItemBlock lines, int from)
    {
        var line = lines.Bytes(from, lines.Length - from - 1).ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        lines.Truncate(from, lines.SlotCount);
        lines.Append(line);
        lines.Append((byte)'\n');
    }
}
