using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Looks for items with unprefixed keys where they cost little to find: in the system's partition, and on one short page of the table.</summary>
internal static class BareKeys
{
    private const int PageLength = 100;

    /// <summary>The first such key, or null where none was seen; the table may have others.</summary>
    public static async Task<string?> FindOneAsync(DynamoDbClient client, string tableName, CancellationToken cancellationToken)
    {
        var system = await client.QueryAsync(new QueryRequest
        {
            TableName = tableName,
            KeyConditionExpression = "PK = :pk",
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":pk"] = new(VersionRecord.BarePartition) },
            ConsistentRead = true,
            Limit = 1,
        }, cancellationToken);
        if (system.Items is { Count: > 0 } items)
            return Describe(items[0]);
        var page = await client.ScanAsync(new ScanRequest { TableName = tableName, ProjectionExpression = "PK, SK", Limit = PageLength }, cancellationToken);
        return (page.Items ?? []).Where(item => IsBare(item[RegistryRecord.PartitionKey].S)).Select(Describe).FirstOrDefault();
    }

    /// <summary>A key is unprefixed when no slash stands before its first '#'; one without either is none of zae-limiter's.</summary>
    private static bool IsBare(string key) => key.AsSpan().IndexOfAny('/', '#') is >= 0 and var at && key[at] == '#';

    private static string Describe(Dictionary<string, AttributeValue> item) => $"PK={item[RegistryRecord.PartitionKey].S}, SK={item[RegistryRecord.SortKey].S}";
}
