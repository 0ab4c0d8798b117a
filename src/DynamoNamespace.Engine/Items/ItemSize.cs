using System.Text;
using System.Text.Json;

namespace DynamoNamespace.Engine.Items;

/// <summary>
/// Item sizes in bytes as DynamoDB counts them for its limits and capacity units
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
/// Numbers are counted by DynamoDB's approximate rule, so a size may be off by a byte or two a number.
/// </summary>
internal static class ItemSize
{
    /// <summary>The largest item that DynamoDB takes.</summary>
    public const int Maximum = 400 * 1024;

    public static int Of(in Item item)
    {
        var size = 0;
        for (var index = 0; index < item.Count; index++)
            size += OfAttribute(item, index);
        return size;
    }

    public static int OfAttribute(in Item item, int index)
    {
        var reader = JsonText.Reader(item.RawValue(index));
        return TextLength(item.RawName(index)) + OfValue(ref reader);
    }

    /// <summary>The length in UTF-8 bytes of what a raw JSON string stands for.</summary>
    public static int TextLength(ReadOnlySpan<byte> raw)
    {
        if (!JsonText.IsEscaped(raw))
            return raw.Length;
        var buffer = raw.Length <= 2048 ? stackalloc byte[raw.Length] : new byte[raw.Length];
        return JsonText.Unescape(raw, buffer);
    }

    private static int OfValue(ref Utf8JsonReader reader)
    {
        var size = 0;
        var type = AttributeValue.ReadType(ref reader);
        switch (type)
        {
            case AttributeType.Bool or AttributeType.Null:
                size = 1;
                break;
            case AttributeType.L:
                size = 3;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    size += 1 + OfValue(ref reader);
                break;
            case AttributeType.M:
                size = 3;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    size += 1 + TextLength(reader.ValueSpan);
                    reader.Read();
                    size += OfValue(ref reader);
                }

                break;
            case AttributeType.SS or AttributeType.NS or AttributeType.BS:
                while (reader.Read() && reader.TokenType == JsonTokenType.String)
                    size += OfText(type, reader.ValueSpan);
                break;
            default:
                size = OfText(type, reader.ValueSpan);
                break;
        }

        reader.Read();
        return size;
    }

    /// <summary>The length in bytes of a key attribute's value, as the limits count it.</summary>
    public static int OfKey(AttributeValue value) => OfText(value.Type, value.RawText);

    private static int OfText(AttributeType type, ReadOnlySpan<byte> raw) =>
        type is AttributeType.S or AttributeType.SS || !JsonText.IsEscaped(raw)
            ? OfPlainText(type, raw)
            : OfPlainText(type, Encoding.UTF8.GetBytes(JsonText.Unescape(raw)));

    private static int OfPlainText(AttributeType type, ReadOnlySpan<byte> raw) => type switch
    {
        AttributeType.N or AttributeType.NS => OfNumber(raw),
        AttributeType.B or AttributeType.BS => (raw.Length / 4 * 3) - (raw.EndsWith("=="u8) ? 2 : raw.EndsWith("="u8) ? 1 : 0),
        _ => TextLength(raw),
    };

    private static int OfNumber(ReadOnlySpan<byte> raw)
    {
        Span<byte> canonical = stackalloc byte[raw.Length <= 200 ? DynamoNumber.MaximumCanonicalLength(raw.Length) : 0];
        if (canonical.IsEmpty)
            return 21;
        var written = DynamoNumber.WriteCanonical(raw, canonical);
        var negative = canonical[0] == (byte)'-';
        var exponent = canonical[..written].IndexOf((byte)'e');
        var digits = (exponent < 0 ? written : exponent) - (negative ? 1 : 0);
        return Math.Min(21, ((digits + 1) / 2) + 1 + (negative ? 1 : 0));
    }
}
