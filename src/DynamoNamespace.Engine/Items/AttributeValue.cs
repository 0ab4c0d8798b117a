using System.Text;
using System.Text.Json;

namespace DynamoNamespace.Engine.Items;

/// <summary>The type descriptors of DynamoDB's low-level API.</summary>
internal enum AttributeType : byte
{
    Unknown,
    S,
    N,
    B,
    Bool,
    Null,
    L,
    M,
    SS,
    NS,
    BS,
}

/// <summary>One attribute value, read no further than its type and, for text and numbers, its JSON string content.</summary>
internal readonly ref struct AttributeValue
{
    /// <summary>The length of <c>{"S":"</c>, before a plain value's text.</summary>
    public const int PlainOpening = 6;

    /// <summary>The length of <c>"}</c>, after it.</summary>
    public const int PlainClosing = 2;

    private AttributeValue(AttributeType type, ReadOnlySpan<byte> content)
    {
        Type = type;
        RawText = content;
    }

    public AttributeType Type { get; }

    /// <summary>For S, N and B: what stands between the quotes, JSON escapes included. Empty for the other types.</summary>
    public ReadOnlySpan<byte> RawText { get; }

    /// <summary>Reads a value such as <c>{"S":"text"}</c>.</summary>
    /// <exception cref="JsonException">The bytes are no DynamoDB JSON value.</exception>
    public static AttributeValue Read(ReadOnlySpan<byte> json)
    {
        var reader = JsonText.Reader(json);
        var type = ReadType(ref reader);
        return new AttributeValue(type, reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default);
    }

    /// <summary>S, N or B by the letter that a value with a text names its type with; otherwise Unknown.</summary>
    public static AttributeType PlainTypeOf(byte letter) => letter switch
    {
        (byte)'S' => AttributeType.S,
        (byte)'N' => AttributeType.N,
        (byte)'B' => AttributeType.B,
        _ => AttributeType.Unknown,
    };

    /// <summary>Takes a value such as <c>{"S":"text"}</c> that is known to be written without spaces.</summary>
    public static AttributeValue OfPlain(AttributeType type, ReadOnlySpan<byte> json) => new(type, json[PlainOpening..^PlainClosing]);

    /// <summary>Moves the reader over the opening brace and the type's name onto the value itself.</summary>
    public static AttributeType ReadType(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.None)
            reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            throw new JsonException("An attribute value is not an object that names its type.");
        var type = TypeOf(reader.ValueSpan);
        if (type == AttributeType.Unknown)
            throw new JsonException($"'{Encoding.UTF8.GetString(reader.ValueSpan)}' is no DynamoDB attribute type.");
        reader.Read();
        return type;
    }

    public static string NameOf(AttributeType type) => type switch
    {
        AttributeType.Bool => "BOOL",
        AttributeType.Null => "NULL",
        _ => type.ToString(),
    };

    /// <summary>The text of an S, N or B value with its JSON escapes resolved.</summary>
    public string Text() => JsonText.IsEscaped(RawText) ? JsonText.Unescape(RawText) : Encoding.UTF8.GetString(RawText);

    private static AttributeType TypeOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => name[0] switch
        {
            (byte)'L' => AttributeType.L,
            (byte)'M' => AttributeType.M,
            var letter => PlainTypeOf(letter),
        },
        2 when name[1] == (byte)'S' => name[0] switch
        {
            (byte)'S' => AttributeType.SS,
            (byte)'N' => AttributeType.NS,
            (byte)'B' => AttributeType.BS,
            _ => AttributeType.Unknown,
        },
        4 when name.SequenceEqual("BOOL"u8) => AttributeType.Bool,
        4 when name.SequenceEqual("NULL"u8) => AttributeType.Null,
        _ => AttributeType.Unknown,
    };
}
