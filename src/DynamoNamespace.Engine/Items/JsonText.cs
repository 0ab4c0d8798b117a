using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DynamoNamespace.Engine.Items;

/// <summary>JSON string contents in UTF-8: what stands between the quotes.</summary>
internal static class JsonText
{
    // DynamoDB nests 32 levels deep, and each level is up to three in JSON: the value, its type, a list or map.
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    /// <summary>A reader for bodies with items: it goes as deep as items do.</summary>
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, Deep);

    public static bool IsEscaped(ReadOnlySpan<byte> raw) => raw.Contains((byte)'\\');

    public static bool NameEquals(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> name)
    {
        if (raw.SequenceEqual(name))
            return true;
        return raw.Length > name.Length && IsEscaped(raw)
            && string.Equals(Unescape(raw), Encoding.UTF8.GetString(name), StringComparison.Ordinal);
    }

    public static string Unescape(ReadOnlySpan<byte> raw)
    {
        var reader = Quoted(raw);
        return reader.GetString()!;
    }

    /// <summary>Writes the text that the escapes stand for; returns its length in bytes, never more than the raw length.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        if (!IsEscaped(raw))
        {
            raw.CopyTo(destination);
            return raw.Length;
        }

        var reader = Quoted(raw);
        return reader.CopyString(destination);
    }

    /// <summary>Escapes what JSON must have escaped and nothing else, so that a text has one spelling.</summary>
    public static byte[] Escape(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        if (plain.AsSpan().IndexOfAnyInRange((byte)0, (byte)0x1F) < 0 && plain.AsSpan().IndexOfAny((byte)'"', (byte)'\\') < 0)
            return plain;
        var escaped = new List<byte>(plain.Length + 8);
        foreach (var value in plain)
        {
            if (value < 0x20)
                escaped.AddRange(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{value:x4}")));
            else if (value is (byte)'"' or (byte)'\\')
                escaped.AddRange([(byte)'\\', value]);
            else
                escaped.Add(value);
        }

        return [.. escaped];
    }

    private static Utf8JsonReader Quoted(ReadOnlySpan<byte> raw)
    {
        var quoted = new byte[raw.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        raw.CopyTo(quoted.AsSpan(1));
        var reader = Reader(quoted);
        reader.Read();
        return reader;
    }
}
