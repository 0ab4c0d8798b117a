using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>
/// An item as hashtables: <c>@{ PK = @{ S = 'USER#1' }; Total = @{ N = '12.5' } }</c>, with DynamoDB's types and names that differ in case kept apart. Numbers
/// stay text, so that all 38 digits do.
/// </summary>
internal static class ItemTable
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const System.Globalization.NumberStyles Number =
        System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowDecimalPoint | System.Globalization.NumberStyles.AllowExponent;

    public static Hashtable Read(ReadOnlyMemory<byte> item)
    {
        using var json = JsonDocument.Parse(item, new JsonDocumentOptions { MaxDepth = 128 });
        return (Hashtable)Read(json.RootElement)!;
    }

    /// <exception cref="ItemTransformException">It is no item.</exception>
    public static byte[] Write(object? item)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
            WriteAttributes(json, item, "the item");
        return buffer.ToArray();
    }

    private static object? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => element.GetString(),
    };

    private static Hashtable ReadObject(JsonElement element)
    {
        var table = new Hashtable(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            table[member.Name] = Read(member.Value);
        return table;
    }

    private static void WriteAttributes(Utf8JsonWriter json, object? attributes, string where)
    {
        json.WriteStartObject();
        foreach (var (name, value) in Members(attributes, where))
        {
            json.WritePropertyName(name);
            WriteValue(json, value, where == "the item" ? $"'{name}'" : $"{where}.{name}");
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value, string where)
    {
        var members = Members(value, where).ToList();
        if (members.Count != 1)
            throw Error(where, "is not one typed value such as @{ S = 'text' }");
        var (type, content) = members[0];
        json.WriteStartObject();
        json.WritePropertyName(type);
        switch (type)
        {
            case "S" or "N" or "B":
                WriteText(json, type, content, where);
                break;
            case "SS" or "NS" or "BS":
                json.WriteStartArray();
                foreach (var element in Elements(content, where))
                    WriteText(json, type[..1], element, where);
                json.WriteEndArray();
                break;
            case "BOOL":
                json.WriteBooleanValue(Unwrap(content) is bool flag ? flag : throw Error(where, "is BOOL, and is neither $true nor $false"));
                break;
            case "NULL":
                json.WriteBooleanValue(true);
                break;
            case "L":
                json.WriteStartArray();
                foreach (var element in Elements(content, where))
                    WriteValue(json, element, where);
                json.WriteEndArray();
                break;
            case "M":
                WriteAttributes(json, content, where);
                break;
            default:
                throw Error(where, $"is of type '{type}', which DynamoDB does not have: S, N, B, SS, NS, BS, BOOL, NULL, L or M");
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string type, object? content, string where)
    {
        var text = Unwrap(content) switch
        {
            string one => one,
            byte[] bytes when type == "B" => Convert.ToBase64String(bytes),
            // What PowerShell counts with; anything else would be written as somebody's ToString().
            IFormattable number when type == "N" && number is int or long or decimal or double or System.Numerics.BigInteger => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            var other => throw Error(where, $"is {type}, and holds {(other is null ? "nothing" : $"a {other.GetType().Name}")}"),
        };
        var isRight = type switch
        {
            "N" => IsNumber(text),
            "B" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
            _ => true,
        };
        json.WriteStringValue(isRight ? text : throw Error(where, $"is {type}, and '{text}' is no {(type == "N" ? "number" : "base64")}"));
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, Number, System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    private static IEnumerable<(string Name, object? Value)> Members(object? value, string where) => Unwrap(value) switch
    {
        IDictionary table => table.Cast<DictionaryEntry>().Select(entry => (entry.Key.ToString()!, entry.Value)),
        PSCustomObject => PSObject.AsPSObject(value).Properties.Select(property => (property.Name, (object?)property.Value)),
        null => throw Error(where, "is empty"),
        var other => throw Error(where, $"is a {other.GetType().Name} and not a hashtable of DynamoDB types such as @{{ S = 'text' }}"),
    };

    private static IEnumerable<object?> Elements(object? value, string where) => Unwrap(value) is IEnumerable elements and not string
        ? elements.Cast<object?>()
        : throw Error(where, "is a set or list, and holds no array");

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static ItemTransformException Error(string where, string what) => new($"the -Transform script wrote an item in which {where} {what}");
}
