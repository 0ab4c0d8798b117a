using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Registry;

/// <summary>
/// Deletes everything that a deleted namespace holds, found through GSI4, and last of all its reverse record.
/// Interrupted, it can be run again.
/// </summary>
internal sealed class NamespacePurge(DynamoDbClient client, TableDescriptor table, IRunObserver observer, TimeProvider time)
{
    private const string IndexName = "GSI4";
    private const int MaximumBatch = 25;

    public async Task<DdbNamespacePurge> RunAsync(DdbNamespace ns, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        RequireIndex(ns);
        await MarkAsync(ns, cancellationToken);
        var deleted = 0L;
        // An index follows its table with a delay, so what is deleted may show up once more: only an empty answer ends this.
        for (var round = 0; ; round++)
        {
            var found = await DeleteRoundAsync(ns, count =>
            {
                deleted += count;
                observer.OnProgress(new RunSnapshot("Purge", deleted, 0, deleted, deleted, 0, 0, 0, client.Counters.Throttled, time.GetElapsedTime(startedAt)));
            }, cancellationToken);
            if (!found)
                break;
            await Backoff.WaitAsync(Math.Min(round, 6), time, cancellationToken);
        }

        await client.DeleteItemAsync(new DeleteItemRequest
        {
            TableName = table.Name,
            Key = RegistryRecord.ReverseKey(ns.NamespaceId),
            ConditionExpression = "#status = :purging",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#status"] = RegistryRecord.Status },
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":purging"] = new(DdbNamespace.Purging) },
        }, cancellationToken);
        return new DdbNamespacePurge(table.Name, ns.Name, ns.NamespaceId, deleted, time.GetElapsedTime(startedAt));
    }

    private void RequireIndex(DdbNamespace ns)
    {
        if (table.FindIndex(IndexName) is not { IsActive: true } index || index.Key.PartitionKey.Name != "GSI4PK")
        {
            throw new DdbException("IndexMissing", DdbErrorKind.InvalidState, table.Name,
                $"Table '{table.Name}' has no ACTIVE index GSI4 with the partition key GSI4PK, through which the items of '{ns.Name}' are found. Add it or wait until it is built; nothing was changed.");
        }
    }

    private async Task MarkAsync(DdbNamespace ns, CancellationToken cancellationToken)
    {
        try
        {
            await client.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = table.Name,
                Key = RegistryRecord.ReverseKey(ns.NamespaceId),
                UpdateExpression = "SET #status = :purging",
                ConditionExpression = "#status IN (:deleted, :purging)",
                ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#status"] = RegistryRecord.Status },
                ExpressionAttributeValues = new(StringComparer.Ordinal) { [":purging"] = new(DdbNamespace.Purging), [":deleted"] = new(DdbNamespace.Deleted) },
            }, cancellationToken);
        }
        catch (ConditionalCheckFailedException error)
        {
            throw new DdbException("NamespaceNotDeleted", DdbErrorKind.InvalidState, ns.Name,
                $"The namespace '{ns.Name}' ({ns.NamespaceId}) of table '{table.Name}' is {ns.Status}; only a deleted one can be purged. Unregister it first with Unregister-DdbNamespace; nothing was changed.", error);
        }
    }

    /// <summary>Deletes all that the index shows now.</summary>
    /// <returns>Whether it showed anything.</returns>
    private async Task<bool> DeleteRoundAsync(DdbNamespace ns, Action<int> onDeleted, CancellationToken cancellationToken)
    {
        var found = false;
        var request = new QueryRequest
        {
            TableName = table.Name,
            IndexName = IndexName,
            KeyConditionExpression = "GSI4PK = :id",
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":id"] = new(ns.NamespaceId) },
        };
        do
        {
            var page = await client.QueryAsync(request, cancellationToken);
            var keys = (page.Items ?? []).Select(KeyOf).Where(key => IsOf(key, ns)).ToList();
            foreach (var batch in keys.Chunk(MaximumBatch))
            {
                await DeleteAsync(batch, cancellationToken);
                onDeleted(batch.Length);
                found = true;
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return found;
    }

    private async Task DeleteAsync(IEnumerable<Dictionary<string, AttributeValue>> keys, CancellationToken cancellationToken)
    {
        var left = keys.Select(key => new WriteRequest(new DeleteRequest(key))).ToList();
        for (var attempt = 0; left.Count > 0; attempt++)
        {
            if (attempt > 0)
            {
                client.Counters.CountRetry();
                await Backoff.WaitAsync(Math.Min(attempt, Backoff.MaximumAttempts), time, cancellationToken);
            }

            var answer = await client.BatchWriteItemAsync(new BatchWriteItemRequest
            {
                RequestItems = new(StringComparer.Ordinal) { [table.Name] = left },
            }, cancellationToken);
            left = answer.UnprocessedItems is { } unprocessed && unprocessed.TryGetValue(table.Name, out var again) ? again : [];
        }
    }

    private Dictionary<string, AttributeValue> KeyOf(Dictionary<string, AttributeValue> item) =>
        table.Key.Attributes.ToDictionary(attribute => attribute.Name, attribute => item[attribute.Name], StringComparer.Ordinal);

    /// <summary>An item is the namespace's only if its own key says so too; an index attribute alone is no leave to delete it.</summary>
    private bool IsOf(Dictionary<string, AttributeValue> key, DdbNamespace ns) =>
        key[table.Key.PartitionKey.Name].S.StartsWith(ns.NamespaceId + "/", StringComparison.Ordinal);
}
