using System.Text.Json;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Reads the answers of item calls.</summary>
internal static class AnswerReader
{
    /// <summary>Reads a Scan answer; the page takes the block over.</summary>
    public static ScanPage ReadScan(ItemBlock block, out double consumed)
    {
        List<Item> items = [];
        byte[]? lastKey = null;
        consumed = 0;
        var reader = JsonText.Reader(block.Written.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("Items"u8))
                ReadItems(ref reader, block, items);
            else if (reader.ValueTextEquals("LastEvaluatedKey"u8))
                lastKey = ReadRaw(ref reader, block);
            else if (reader.ValueTextEquals("ConsumedCapacity"u8))
                consumed = ReadConsumed(ref reader);
            else
                reader.Skip();
        }

        return new ScanPage(block, items, lastKey, consumed);
    }

    /// <summary>Reads a BatchGetItem answer for one table: the items, and the keys that were left for another request.</summary>
    public static List<Item> ReadBatchGet(ItemBlock block, out byte[]? unprocessedKeys, out double consumed)
    {
        List<Item> items = [];
        unprocessedKeys = null;
        consumed = 0;
        var reader = JsonText.Reader(block.Written.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("Responses"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    ReadItems(ref reader, block, items);
            }
            else if (reader.ValueTextEquals("UnprocessedKeys"u8))
            {
                unprocessedKeys = ReadRaw(ref reader, block);
            }
            else if (reader.ValueTextEquals("ConsumedCapacity"u8))
            {
                consumed = ReadConsumed(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        if (unprocessedKeys is not null && unprocessedKeys.AsSpan().IndexOf("Keys"u8) < 0)
            unprocessedKeys = null;
        return items;
    }

    /// <summary>Reads a BatchExecuteStatement answer: one result for each statement, in the order of the request.</summary>
    public static List<StatementResult> ReadStatements(ItemBlock block, out double consumed)
    {
        List<StatementResult> results = [];
        consumed = 0;
        var reader = JsonText.Reader(block.Written.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("Responses"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                    results.Add(ReadStatement(ref reader, block));
            }
            else if (reader.ValueTextEquals("ConsumedCapacity"u8))
            {
                consumed = ReadConsumed(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return results;
    }

    /// <summary>Reads the capacity that a PutItem or DeleteItem consumed.</summary>
    public static double ReadConsumedOnly(ItemBlock block)
    {
        var consumed = 0.0;
        var reader = JsonText.Reader(block.Written.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ConsumedCapacity"u8))
                consumed = ReadConsumed(ref reader);
            else
                reader.Skip();
        }

        return consumed;
    }

    /// <summary>Reads the item that a DeleteItem answer returns; it lives in the block. False where it returns none.</summary>
    public static bool TryReadAttributes(ItemBlock block, out Item item)
    {
        var reader = JsonText.Reader(block.Written.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("Attributes"u8))
            {
                reader.Read();
                item = ItemReader.Index(ref reader, block, 0);
                return true;
            }

            reader.Skip();
        }

        item = default;
        return false;
    }

    private static StatementResult ReadStatement(ref Utf8JsonReader reader, ItemBlock block)
    {
        string? code = null;
        string? message = null;
        Item? item = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("Error"u8))
            {
                (code, message) = ReadError(ref reader);
            }
            else if (reader.ValueTextEquals("Item"u8))
            {
                reader.Read();
                item = ItemReader.Index(ref reader, block, 0);
            }
            else
            {
                reader.Skip();
            }
        }

        return new StatementResult(code, message, item);
    }

    private static (string Code, string? Message) ReadError(ref Utf8JsonReader reader)
    {
        var code = "Unknown";
        string? message = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCode = reader.ValueTextEquals("Code"u8);
            var isMessage = reader.ValueTextEquals("Message"u8);
            reader.Read();
            if (isCode)
                code = reader.GetString() ?? code;
            else if (isMessage)
                message = reader.GetString();
            else
                reader.Skip();
        }

        return (code, message);
    }

    private static void ReadItems(ref Utf8JsonReader reader, ItemBlock block, List<Item> items)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            items.Add(ItemReader.Index(ref reader, block, 0));
    }

    private static byte[] ReadRaw(ref Utf8JsonReader reader, ItemBlock block)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return block.Bytes(start, (int)reader.BytesConsumed - start).ToArray();
    }

    /// <summary>Sums the totals of one ConsumedCapacity or of a list of them, not the shares of tables and indexes inside.</summary>
    private static double ReadConsumed(ref Utf8JsonReader reader)
    {
        var sum = 0.0;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                sum += ReadOneConsumed(ref reader);
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            sum = ReadOneConsumed(ref reader);
        }

        return sum;
    }

    private static double ReadOneConsumed(ref Utf8JsonReader reader)
    {
        var units = 0.0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTotal = reader.ValueTextEquals("CapacityUnits"u8);
            reader.Read();
            if (isTotal && reader.TokenType == JsonTokenType.Number)
                units = reader.GetDouble();
            else
                reader.Skip();
        }

        return units;
    }
}
