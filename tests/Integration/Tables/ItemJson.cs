using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Integration.Tables;

/// <summary>Small items in DynamoDB JSON, written out in the tests.</summary>
internal static class ItemJson
{
    public static JsonObject S(string value) => new() { ["S"] = value };

    public static JsonObject N(long value) => new() { ["N"] = value.ToString() };

    public static JsonObject Null() => new() { ["NULL"] = true };

    /// <summary>A value written as JSON, such as <c>{"SS":["a"]}</c>.</summary>
    public static JsonObject Value(string json) => JsonNode.Parse(json)!.AsObject();

    public static JsonObject Of(string pk, string sk, params (string Name, JsonObject Value)[] more)
    {
        var item = new JsonObject { ["PK"] = S(pk), ["SK"] = S(sk) };
        foreach (var (name, value) in more)
            item[name] = value;
        return item;
    }

    /// <summary>Items <c>ENTITY#user-1</c>, <c>ENTITY#user-2</c>, … with a name and a number.</summary>
    public static IEnumerable<JsonObject> Plain(int count) =>
        Enumerable.Range(1, count).Select(i => Of($"ENTITY#user-{i}", "#META", ("name", S($"User {i}")), ("n", N(i))));

    /// <summary>An item with so many attributes that no statement and no condition can name them all.</summary>
    public static JsonObject Wide(string pk, int attributes = 400)
    {
        var item = Of(pk, "#META");
        for (var i = 0; i < attributes; i++)
            item[$"attribute_number_{i:0000}"] = N(i);
        return item;
    }

    /// <summary>The same item with an attribute set, or taken away where the value is null.</summary>
    public static JsonObject With(this JsonObject item, string name, JsonObject? value)
    {
        var changed = (JsonObject)item.DeepClone();
        if (value is null)
            changed.Remove(name);
        else
            changed[name] = value;
        return changed;
    }

    public static string Text(this JsonObject item, string name) => item[name]!["S"]!.GetValue<string>();

    /// <summary>The key as reports write it.</summary>
    public static string KeyText(this JsonObject item) => $"PK={item.Text("PK")}, SK={item.Text("SK")}";
}
