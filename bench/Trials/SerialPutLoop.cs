using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Bench.Trials;

/// <summary>
/// The reference method without its pauses: scan page by page, then one conditional put after another, through plain SDK objects.
/// </summary>
internal static class SerialPutLoop
{
    public static async Task<TrialWork> RunAsync(TrialTarget target)
    {
        using var client = DynoxideServer.ClientFor(target.EndpointUrl);
        var items = 0L;
        var requests = 0L;
        Dictionary<string, AttributeValue>? startKey = null;
        do
        {
            var page = await client.ScanAsync(new ScanRequest { TableName = target.TableName, ExclusiveStartKey = startKey });
            requests++;
            foreach (var item in page.Items.Where(ObjectMapping.IsOld))
            {
                ObjectMapping.Map(item);
                await client.PutItemAsync(new PutItemRequest { TableName = target.TableName, Item = item, ConditionExpression = "attribute_not_exists(PK)" });
                requests++;
                items++;
            }

            startKey = page.LastEvaluatedKey;
        }
        while (startKey is { Count: > 0 });
        return new TrialWork(items, requests);
    }
}
