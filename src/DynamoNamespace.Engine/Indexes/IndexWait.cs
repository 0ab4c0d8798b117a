using System.Diagnostics;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>
/// Waits while DynamoDB fills or removes an index. Reads and writes of the table go on meanwhile, and so does the work if nobody waits
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html).
/// </summary>
internal sealed class IndexWait(DynamoDbClient client, IIndexAudience audience, TimeSpan pollInterval)
{
    /// <summary>Waits until the index can be read, and the table takes its next change.</summary>
    /// <exception cref="DdbException">The index is gone.</exception>
    public async Task<IndexTable> UntilActiveAsync(string tableName, string indexName, CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var table = await IndexTable.ReadAsync(client, tableName, cancellationToken);
            if (table.Find(indexName) is null or { Status: "DELETING" })
            {
                throw new DdbException("IndexMissing", DdbErrorKind.InvalidState, indexName,
                    $"Index '{indexName}' of table '{tableName}' is {table.Find(indexName)?.Status ?? "gone"}: somebody else removes it. Find out who does, then run the same command again; no item was changed.");
            }

            audience.OnStep($"Wait for index {indexName} of table '{tableName}'", Describe(table, indexName, since.Elapsed));
            if (table.Find(indexName)!.IsActive && table.Table.Status == "ACTIVE")
                return table;
            await Task.Delay(pollInterval, cancellationToken);
        }
    }

    /// <summary>Waits until the index is gone, and the table takes its next change.</summary>
    public async Task<IndexTable> UntilGoneAsync(string tableName, string indexName, CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var table = await IndexTable.ReadAsync(client, tableName, cancellationToken);
            var status = table.Find(indexName)?.Status;
            audience.OnStep($"Remove index {indexName} of table '{tableName}'", FormattableString.Invariant($"{status ?? "gone"}, {since.Elapsed:hh\\:mm\\:ss}"));
            if (status is null && table.Table.Status == "ACTIVE")
                return table;
            await Task.Delay(pollInterval, cancellationToken);
        }
    }

    private static string Describe(IndexTable table, string indexName, TimeSpan elapsed)
    {
        var index = table.Describe(indexName);
        var filling = index.Backfilling == true ? ", filling it from the table" : "";
        var hint = index.IndexStatus.Value == "CREATING" ? "; Ctrl+C ends the waiting, and DynamoDB goes on" : "";
        return FormattableString.Invariant(
            $"{index.IndexStatus.Value}{filling}, {index.ItemCount ?? 0:N0} items and {index.IndexSizeBytes ?? 0:N0} bytes as last counted, of about {table.Table.ItemCount:N0} items in the table, {elapsed:hh\\:mm\\:ss}{hint}");
    }
}
