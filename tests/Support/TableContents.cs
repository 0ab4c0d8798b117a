using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support;

/// <summary>
/// The items of a table by the text of their partition and sort key (empty where the table has no sort key), each in
/// DynamoDB JSON.
/// </summary>
public sealed class TableContents : Dictionary<(string Pk, string Sk), JsonObject>
{
    public TableContents(string partitionKey = "PK", string? sortKey = "SK")
    {
        PartitionKey = partitionKey;
        SortKey = sortKey;
    }

    public string PartitionKey { get; }

    public string? SortKey { get; }

    /// <exception cref="ArgumentException">Two items have the same key.</exception>
    public static TableContents Of(IEnumerable<JsonObject> items)
    {
        var contents = new TableContents();
        foreach (var item in items)
            contents.Add(item);
        return contents;
    }

    public (string Pk, string Sk) KeyOf(JsonObject item) =>
        (KeyText(item, PartitionKey), SortKey is null ? "" : KeyText(item, SortKey));

    public void Add(JsonObject item)
    {
        var key = KeyOf(item);
        if (!TryAdd(key, item))
            throw new ArgumentException($"Two items have the key ({key.Pk}, {key.Sk}).", nameof(item));
    }

    private static string KeyText(JsonObject item, string attribute) =>
        item[attribute] is JsonObject value
            ? value.Single().Value!.GetValue<string>()
            : throw new ArgumentException($"The item has no key attribute '{attribute}': {item.ToJsonString()}", nameof(item));
}
