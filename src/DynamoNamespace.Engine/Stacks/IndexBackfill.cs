using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>
/// Waits until a new index can be used. While DynamoDB fills it from the table, reads and writes go on
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html).
/// </summary>
internal sealed class IndexBackfill(DynamoDbClient client, IStackAudience audience, TimeSpan pollInterval)
{
    /// <exception cref="DdbException">There is no such index, or it is being deleted.</exception>
    public async Task WaitAsync(string tableName, string indexName, CancellationToken cancellationToken)
    {
        while (true)
        {
            var table = (await client.DescribeTableAsync(tableName, cancellationToken)).Table;
            var index = (table.GlobalSecondaryIndexes ?? []).Find(each => each.IndexName == indexName);
            var status = index?.IndexStatus?.Value;
            if (status is null or "DELETING")
            {
                throw new DdbException("IndexMissing", DdbErrorKind.InvalidState, tableName,
                    $"Table '{tableName}' {(status is null ? $"has no index {indexName}" : $"is just losing its index {indexName}")}, though its stack is up to date. If the template lacks the index, add it (ConvertTo-DdbNamespaceTemplate does); if it has it, make it on the table ({indexName}PK HASH, {indexName}SK RANGE, KEYS_ONLY). Then run the same command again; no item was changed.");
            }

            audience.OnStep($"Wait for index {indexName} of table '{tableName}'", Describe(index!, table));
            if (status == "ACTIVE")
                return;
            await Task.Delay(pollInterval, cancellationToken);
        }
    }

    private static string Describe(GlobalSecondaryIndexDescription index, TableDescription table)
    {
        var filling = index.Backfilling == true ? ", filling it from the table" : "";
        return FormattableString.Invariant($"{index.IndexStatus.Value}{filling}, {index.ItemCount ?? 0:N0} items of about {table.ItemCount ?? 0:N0} in the table");
    }
}
