using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>
/// How many items the indexes hold that were built here; the engine tells none. Counted once when an index is done, for
/// DynamoDB too brings its figure up to date only every few hours.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalSecondaryIndexDescription.html
/// </summary>
internal sealed class IndexCounts(Func<string, JsonObject, CancellationToken, Task<JsonObject>> scan)
{
    private readonly ConcurrentDictionary<(string Table, string Index), long?> _counts = new();

    /// <summary>Has an index counted when it is seen to be done.</summary>
    public void Await(string table, string index) => _counts[(table, index)] = null;

    public void Forget(string table)
    {
        foreach (var key in _counts.Keys.Where(key => key.Table == table))
            _counts.TryRemove(key, out _);
    }

    public async Task ShowAsync(string region, JsonObject table, CancellationToken cancellationToken)
    {
        var name = table["TableName"]!.GetValue<string>();
        foreach (var index in table["GlobalSecondaryIndexes"] as JsonArray ?? [])
        {
            var key = (name, index!["IndexName"]!.GetValue<string>());
            if (index["IndexStatus"]?.GetValue<string>() != "ACTIVE" || !_counts.TryGetValue(key, out var count))
                continue;
            count ??= _counts[key] = await CountAsync(region, name, key.Item2, cancellationToken);
            index["ItemCount"] = count;
        }
    }

    private async Task<long> CountAsync(string region, string table, string index, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["TableName"] = table, ["IndexName"] = index, ["Select"] = "COUNT" };
        for (long count = 0; ;)
        {
            var page = await scan(region, request, cancellationToken);
            count += page["Count"]!.GetValue<long>();
            if (page["LastEvaluatedKey"] is not { } last)
                return count;
            request["ExclusiveStartKey"] = last.DeepClone();
        }
    }
}
