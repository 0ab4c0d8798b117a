using System.Text.Json.Nodes;

namespace DynamoNamespace.Worker.Samples;

/// <summary>Attribute values in DynamoDB JSON, each method named after the type descriptor it writes.</summary>
internal static class AttributeJson
{
    public static JsonObject S(string value) => new() { ["S"] = value };

    public static JsonObject N(long value) => N(value.ToString());

    public static JsonObject N(string value) => new() { ["N"] = value };

    public static JsonObject B(ReadOnlySpan<byte> value) => new() { ["B"] = Convert.ToBase64String(value) };

    public static JsonObject Bool(bool value) => new() { ["BOOL"] = value };

    public static JsonObject Null() => new() { ["NULL"] = true };

    public static JsonObject SOrNull(string? value) => value is null ? Null() : S(value);

    public static JsonObject Ss(params string[] values) => new() { ["SS"] = Strings(values) };

    public static JsonObject Ns(params string[] values) => new() { ["NS"] = Strings(values) };

    public static JsonObject Bs(params byte[][] values) =>
        new() { ["BS"] = Strings(values.Select(Convert.ToBase64String)) };

    public static JsonObject L(params JsonObject[] values) => new() { ["L"] = new JsonArray([.. values]) };

    public static JsonObject M(params (string Name, JsonObject Value)[] members) =>
        new() { ["M"] = Item(members) };

    public static JsonObject Item(params (string Name, JsonObject Value)[] attributes)
    {
        var item = new JsonObject();
        foreach (var (name, value) in attributes)
            item.Add(name, value);
        return item;
    }

    private static JsonArray Strings(IEnumerable<string> values)
    {
        var array = new JsonArray();
        foreach (var value in values)
            array.Add(JsonValue.Create(value));
        return array;
    }
}
