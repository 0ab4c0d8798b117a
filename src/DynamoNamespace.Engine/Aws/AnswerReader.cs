using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Reads the answers of item calls.</summary>
internal static class AnswerReader
{
    /// <summary>How many bytes of a page an item takes, about; a list of items begins with as many places.</summary>
    private const int TypicalItem = 512;

    /// <summary>Reads a Scan answer; the page takes the block over.</summary>
    public static ScanPage ReadScan(ItemBlock block, out double consumed)
    {
        var items = new ItemList(block.Length / TypicalItem);
        byte[]? lastKey = null;
        int? scanned = null;
        consumed = 0;
        var body = new AnswerBody(block);
        while (body.NextMember())
        {
            if (body.Is("Items"u8))
                body.ReadItems(items);
            else if (body.Is("LastEvaluatedKey"u8))
                lastKey = body.ReadRaw();
            else if (body.Is("ScannedCount"u8))
                scanned = body.ReadCount();
            else if (body.Is("ConsumedCapacity"u8))
                consumed = body.ReadConsumed();
            else
                body.Skip();
        }

        return new ScanPage(block, items, lastKey, consumed, scanned);
    }

    /// <summary>Reads a BatchGetItem answer for one table: the items, and the keys that were left for another request.</summary>
    public static List<Item> ReadBatchGet(ItemBlock block, out byte[]? unprocessedKeys, out double consumed)
    {
        using var items = new ItemList(block.Length / TypicalItem);
        unprocessedKeys = null;
        consumed = 0;
        var body = new AnswerBody(block);
        while (body.NextMember())
        {
            if (body.Is("Responses"u8))
            {
                body.Enter();
                while (body.NextMember())
                    body.ReadItems(items);
            }
            else if (body.Is("UnprocessedKeys"u8))
            {
                unprocessedKeys = body.ReadRaw();
            }
            else if (body.Is("ConsumedCapacity"u8))
            {
                consumed = body.ReadConsumed();
            }
            else
            {
                body.Skip();
            }
        }

        if (unprocessedKeys is not null && unprocessedKeys.AsSpan().IndexOf("Keys"u8) < 0)
            unprocessedKeys = null;
        return [.. items.Items];
    }

    /// <summary>Reads a BatchExecuteStatement answer: one result for each statement, in the order of the request.</summary>
    /// <param name="block">The answer.</param>
    /// <param name="statements">How many results there should be.</param>
    /// <param name="consumed">The capacity units that the statements consumed.</param>
    public static List<StatementResult> ReadStatements(ItemBlock block, int statements, out double consumed)
    {
        var results = new List<StatementResult>(statements);
        consumed = 0;
        var body = new AnswerBody(block);
        while (body.NextMember())
        {
            if (body.Is("Responses"u8))
            {
                body.Enter();
                while (body.NextObject())
                    results.Add(ReadStatement(ref body));
            }
            else if (body.Is("ConsumedCapacity"u8))
            {
                consumed = body.ReadConsumed();
            }
            else
            {
                body.Skip();
            }
        }

        return results;
    }

    /// <summary>Reads the capacity that a PutItem or DeleteItem consumed.</summary>
    public static double ReadConsumedOnly(ItemBlock block)
    {
        var consumed = 0.0;
        var body = new AnswerBody(block);
        while (body.NextMember())
        {
            if (body.Is("ConsumedCapacity"u8))
                consumed = body.ReadConsumed();
            else
                body.Skip();
        }

        return consumed;
    }

    /// <summary>Reads the item that a DeleteItem answer returns; it lives in the block. False where it returns none.</summary>
    public static bool TryReadAttributes(ItemBlock block, out Item item)
    {
        var body = new AnswerBody(block);
        while (body.NextMember())
        {
            if (body.Is("Attributes"u8))
            {
                item = body.ReadItem();
                return true;
            }

            body.Skip();
        }

        item = default;
        return false;
    }

    private static StatementResult ReadStatement(ref AnswerBody body)
    {
        string? code = null;
        string? message = null;
        Item? item = null;
        while (body.NextMember())
        {
            if (body.Is("Error"u8))
                (code, message) = ReadError(ref body);
            else if (body.Is("Item"u8))
                item = body.ReadItem();
            else
                body.Skip();
        }

        return new StatementResult(code, message, item);
    }

    private static (string Code, string? Message) ReadError(ref AnswerBody body)
    {
        var code = "Unknown";
        string? message = null;
        body.Enter();
        while (body.NextMember())
        {
            if (body.Is("Code"u8))
                code = body.ReadText() ?? code;
            else if (body.Is("Message"u8))
                message = body.ReadText();
            else
                body.Skip();
        }

        return (code, message);
    }
}
