using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Verification;

/// <summary>
/// Whether an index holds as many items as the table has new ones. DynamoDB counts about every six hours only
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalSecondaryIndexDescription.html).
/// </summary>
/// <param name="subject">The table.</param>
/// <param name="client">The connection.</param>
/// <param name="tableName">The table's name.</param>
/// <param name="indexName">The index.</param>
/// <param name="isOneOfSeveral">Whether the check's name has to say which index it is.</param>
/// <param name="newItems">How many items of the table were found that are not old ones.</param>
internal sealed class IndexItemCountCheck(CallSubject subject, DynamoDbClient client, string tableName, string indexName, bool isOneOfSeveral, long newItems)
    : AwsCheck(subject, isOneOfSeveral ? CheckName + indexName : CheckName, FormattableString.Invariant($"{newItems:N0} items in {indexName}"), "dynamodb:DescribeTable")
{
    private const string CheckName = "IndexItemCount";

    protected override async Task<CheckFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var table = await TableReader.ReadAsync(client, tableName, cancellationToken);
        if (table.FindIndex(indexName) is not { ItemCount: { } count })
            return Warn("not known: DynamoDB tells no count", "Compare a few items by hand.");
        return count == newItems
            ? Pass(FormattableString.Invariant($"{count:N0}"))
            : Warn(FormattableString.Invariant($"{count:N0}"), "Verify again six hours after the last change; if it differs then, see with -Detailed which items have index keys of their own.",
                FormattableString.Invariant($"DynamoDB counts about every six hours: it counted {table.ItemCount:N0} items in the table when it counted {count:N0} in the index, and the table had {newItems:N0} new items just now."));
    }
}
