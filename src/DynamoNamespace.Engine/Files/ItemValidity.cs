using System.Text;
using System.Text.Json;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Files;

/// <summary>
/// Tells whether DynamoDB could hold an item's values: types, numbers, sets, depth
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html). That binary values are base64 shows when the item is digested.
/// </summary>
internal static class ItemValidity
{
    private const int MaximumDepth = 32;
    private const int MaximumDigits = 38;
    private const int HighestOrder = 125;
    private const int LowestOrder = -130;

    /// <summary>Says what is wrong with an item, or null.</summary>
    /// <exception cref="JsonException">A value is no DynamoDB JSON at all.</exception>
    public static string? FindProblem(in Item item)
    {
        for (var index = 0; index < item.Count; index++)
        {
            if (item.RawName(index).IsEmpty)
                return "an attribute has no name";
            var reader = JsonText.Reader(item.RawValue(index));
            if (FindProblem(ref reader, 1) is { } problem)
                return $"attribute '{item.Name(index)}' {problem}";
        }

        return null;
    }

    /// <summary>Walks a value; the reader is left on its closing brace.</summary>
    private static string? FindProblem(ref Utf8JsonReader reader, int depth)
    {
        var type = AttributeValue.ReadType(ref reader);
        var problem = depth > MaximumDepth ? $"is nested more than {MaximumDepth} levels deep" : type switch
        {
            AttributeType.S or AttributeType.B => reader.TokenType == JsonTokenType.String ? null : NotA(type, "a text"),
            AttributeType.N => reader.TokenType == JsonTokenType.String ? FindNumberProblem(reader.ValueSpan) : NotA(type, "a text"),
            AttributeType.Bool => reader.TokenType is JsonTokenType.True or JsonTokenType.False ? null : NotA(type, "true or false"),
            AttributeType.Null => reader.TokenType == JsonTokenType.True ? null : NotA(type, "true"),
            AttributeType.L => FindListProblem(ref reader, depth),
            AttributeType.M => FindMapProblem(ref reader, depth),
            _ => FindSetProblem(ref reader, type),
        };
        if (problem is not null)
            return problem;
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? null : "has more than one type";
    }

    private static string? FindListProblem(ref Utf8JsonReader reader, int depth)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return NotA(AttributeType.L, "a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (FindProblemOfElement(ref reader, depth) is { } problem)
                return problem;
        }

        return null;
    }

    private static string? FindMapProblem(ref Utf8JsonReader reader, int depth)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return NotA(AttributeType.M, "a map");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
            if (FindProblemOfElement(ref reader, depth) is { } problem)
                return problem;
        }

        return null;
    }

    private static string? FindProblemOfElement(ref Utf8JsonReader reader, int depth) =>
        reader.TokenType == JsonTokenType.StartObject ? FindProblem(ref reader, depth + 1) : "holds a value that does not name its type";

    private static string? FindSetProblem(ref Utf8JsonReader reader, AttributeType type)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return NotA(type, "a list of texts");
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
                return NotA(type, "a list of texts");
            if (type == AttributeType.NS && FindNumberProblem(reader.ValueSpan) is { } problem)
                return problem;
            count++;
        }

        return count > 0 ? null : $"is an empty {AttributeValue.NameOf(type)}, and DynamoDB has no empty sets";
    }

    private static string? FindNumberProblem(ReadOnlySpan<byte> raw)
    {
        if (JsonText.IsEscaped(raw))
            raw = Encoding.UTF8.GetBytes(JsonText.Unescape(raw));
        var buffer = raw.Length <= 128 ? stackalloc byte[DynamoNumber.MaximumCanonicalLength(128)] : new byte[DynamoNumber.MaximumCanonicalLength(raw.Length)];
        ReadOnlySpan<byte> canonical = buffer[..DynamoNumber.WriteCanonical(raw, buffer)];
        if (canonical[0] == (byte)'?')
            return $"holds '{Shorten(raw)}', which is no number";
        var mark = canonical.IndexOf((byte)'e');
        if (mark < 0)
            return null;
        var digits = mark - (canonical[0] == (byte)'-' ? 1 : 0);
        var order = int.Parse(canonical[(mark + 1)..]) + digits - 1;
        return digits > MaximumDigits || order is > HighestOrder or < LowestOrder
            ? $"holds the number '{Shorten(raw)}', and DynamoDB's have at most {MaximumDigits} digits and lie between 1E{LowestOrder} and 1E{HighestOrder + 1}"
            : null;
    }

    private static string Shorten(ReadOnlySpan<byte> raw) => Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, 60)]);

    private static string NotA(AttributeType type, string what) => $"has the type {AttributeValue.NameOf(type)} and is not {what}";
}
