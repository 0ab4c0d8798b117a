using System.Buffers;

namespace DynamoNamespace.Engine.Items;

/// <summary>
/// Indexes items that are written as DynamoDB writes them, without spaces, in one pass over their bytes. Whatever is written otherwise
/// is left to <see cref="ItemReader"/>, which takes all of JSON; where both read an item, they find the same.
/// </summary>
internal static class CompactItem
{
    /// <summary>DynamoDB nests 32 levels deep.</summary>
    private const int MaximumDepth = 40;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>What ends a text, begins an escape, or must not stand in a text.</summary>
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    /// <summary>Indexes the item that begins at a place of the block.</summary>
    /// <returns>False if it is not compact; nothing is appended then.</returns>
    public static bool TryIndex(ItemBlock block, int start, out Item item)
    {
        var firstSlot = block.SlotCount;
        if (TryIndexAttributes(block, start, out var end))
        {
            item = new Item(block, start, end - start, firstSlot, block.SlotCount - firstSlot);
            return true;
        }

        block.Truncate(block.Length, firstSlot);
        item = default;
        return false;
    }

    private static bool TryIndexAttributes(ItemBlock block, int start, out int end)
    {
        var bytes = block.Written.Span;
        end = start;
        if (!Has(bytes, start, "{\""u8))
            return false;
        var at = start + 2;
        while (true)
        {
            if (!TryText(bytes, at, out var nameLength, out var isNameEscaped) || !Has(bytes, at + nameLength, "\":{\""u8))
                return false;
            var valueStart = at + nameLength + 2;
            if (!TryValue(bytes, valueStart, out var valueEnd, out var plain))
                return false;
            block.AddSlot(new AttributeSlot(at, nameLength, valueStart, valueEnd - valueStart, plain, !isNameEscaped));
            if (Has(bytes, valueEnd, ",\""u8))
            {
                at = valueEnd + 2;
                continue;
            }

            end = valueEnd + 1;
            return Has(bytes, valueEnd, "}"u8);
        }
    }

    /// <summary>Finds the end of the value at a place.</summary>
    private static bool TryValue(ReadOnlySpan<byte> bytes, int start, out int end, out AttributeType plain)
    {
        // {"S":" and the same for N and B.
        plain = Has(bytes, start + 3, "\":\""u8) ? AttributeValue.PlainTypeOf(bytes[start + 2]) : AttributeType.Unknown;
        if (plain != AttributeType.Unknown)
        {
            var text = start + AttributeValue.PlainOpening;
            var isEnded = TryText(bytes, text, out var length, out _) && Has(bytes, text + length, "\"}"u8);
            end = text + length + AttributeValue.PlainClosing;
            return isEnded;
        }

        return TrySkipValue(bytes, start, depth: 0, out end);
    }

    /// <summary>Skips the value at a place, whatever its type.</summary>
    private static bool TrySkipValue(ReadOnlySpan<byte> bytes, int start, int depth, out int end)
    {
        end = start;
        if (depth > MaximumDepth || !Has(bytes, start, "{\""u8))
            return false;
        var type = start + 2;
        if (!TryText(bytes, type, out var length, out _) || !Has(bytes, type + length, "\":"u8))
            return false;
        var content = type + length + 2;
        var isSkipped = content < bytes.Length && bytes[content] switch
        {
            (byte)'"' => TrySkipText(bytes, content, out end),
            (byte)'{' => TrySkipMap(bytes, content, depth, out end),
            (byte)'[' => TrySkipList(bytes, content, depth, out end),
            (byte)'t' => TrySkipWord(bytes, content, "true"u8, out end),
            (byte)'f' => TrySkipWord(bytes, content, "false"u8, out end),
            _ => false,
        };
        return isSkipped && Has(bytes, end++, "}"u8);
    }

    private static bool TrySkipMap(ReadOnlySpan<byte> bytes, int start, int depth, out int end)
    {
        end = start + 1;
        if (Has(bytes, end, "}"u8))
        {
            end++;
            return true;
        }

        while (TrySkipText(bytes, end, out end) && Has(bytes, end, ":"u8) && TrySkipValue(bytes, end + 1, depth + 1, out end))
        {
            if (!Has(bytes, end, ","u8))
                return Has(bytes, end++, "}"u8);
            end++;
        }

        return false;
    }

    /// <summary>Skips a list of values, or a set's list of texts.</summary>
    private static bool TrySkipList(ReadOnlySpan<byte> bytes, int start, int depth, out int end)
    {
        end = start + 1;
        if (Has(bytes, end, "]"u8))
        {
            end++;
            return true;
        }

        while (Has(bytes, end, "\""u8) ? TrySkipText(bytes, end, out end) : TrySkipValue(bytes, end, depth + 1, out end))
        {
            if (!Has(bytes, end, ","u8))
                return Has(bytes, end++, "]"u8);
            end++;
        }

        return false;
    }

    private static bool TrySkipText(ReadOnlySpan<byte> bytes, int start, out int end)
    {
        var isText = Has(bytes, start, "\""u8) & TryText(bytes, start + 1, out var length, out _);
        end = start + length + 2;
        return isText;
    }

    private static bool TrySkipWord(ReadOnlySpan<byte> bytes, int start, ReadOnlySpan<byte> word, out int end)
    {
        end = start + word.Length;
        return Has(bytes, start, word);
    }

    /// <summary>Finds the end of the text that begins at a place, behind its opening quote.</summary>
    /// <returns>False if it does not end, or is no JSON text.</returns>
    private static bool TryText(ReadOnlySpan<byte> bytes, int start, out int length, out bool isEscaped)
    {
        isEscaped = false;
        for (length = 0; start + length < bytes.Length; isEscaped = true)
        {
            var text = bytes[(start + length)..];
            var plain = text.IndexOfAny(NotPlain);
            if (plain < 0)
                return false;
            length += plain;
            if (text[plain] == (byte)'"')
                return true;
            var escape = EscapeLength(text[plain..]);
            if (escape == 0)
                return false;
            length += escape;
        }

        return false;
    }

    /// <summary>The length of the escape that the text begins with; 0 if it is none.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != (byte)'\\')
            return 0;
        if (text[1] != (byte)'u')
            return "\"\\/bfnrt"u8.Contains(text[1]) ? 2 : 0;
        return text.Length >= 6 && !text[2..6].ContainsAnyExcept(HexDigits) ? 6 : 0;
    }

    private static bool Has(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> expected) => at < bytes.Length && bytes[at..].StartsWith(expected);
}
