using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Bench;

/// <summary>
/// The reference method without its pauses: scan page by page, then one conditional put after another, through plain SDK objects.
/// </summary>
internal static class SerialPutLoop
{
    public static async Task<(long Items, long Requests)> RunAsync(string tableName, string endpoint)
    {
        using var client = DynoxideServer.ClientFor(endpoint);
        var items = 0L;
        var requests = 0L;
        Dictionary<string, AttributeValue>? startKey = null;
        do
        {
            var page = await client.ScanAsync(new ScanRequest { TableName = tableName, ExclusiveStartKey = startKey });
            requests++;
            foreach (var item in page.Items.Where(item => !IsPrefixed(item["PK"].S)))
            {
                Prefix(item);
                await client.PutItemAsync(new PutItemRequest { TableName = tableName, Item = item, ConditionExpression = "attribute_not_exists(PK)" });
                requests++;
                items++;
            }

            startKey = page.LastEvaluatedKey;
        }
        while (startKey is { Count: > 0 });
        return (items, requests);
    }

    private static bool IsPrefixed(string key)
    {
        var slash = key.IndexOf('/');
        var hash = key.IndexOf('#');
        return slash >= 0 && (hash < 0 || slash < hash);
    }

    private static void Prefix(Dictionary<string, AttributeValue> item)
    {
        var id = item["PK"].S == "SYSTEM#" && item["SK"].S == "#VERSION" ? "_" : TrialRunner.NamespaceId;
        foreach (var name in new[] { "PK", "GSI1PK", "GSI2PK", "GSI3PK" })
        {
            if (item.TryGetValue(name, out var value))
                item[name] = new AttributeValue($"{id}/{value.S}");
        }

        item["GSI4PK"] = new AttributeValue(id);
        item["GSI4SK"] = item["PK"];
    }
}
