using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>A range of one partition.</summary>
/// <param name="Partition">The partition key.</param>
/// <param name="From">The first sort key; null for all of the partition.</param>
/// <param name="Through">The last sort key.</param>
internal sealed record StateQuery(string Partition, string? From = null, string Through = "")
{
    /// <summary>Reads from the end, and only the last item.</summary>
    public bool IsLastOnly { get; init; }

    /// <summary>
    /// Leaves everything but the keys and these attributes out of the answer. It costs what the whole items do.
    /// </summary>
    public IReadOnlyList<string>? Only { get; init; }

    public QueryRequest ToRequest(string tableName)
    {
        var request = new QueryRequest
        {
            TableName = tableName,
            KeyConditionExpression = "#PK = :partition",
            ExpressionAttributeNames = Aliases([StateKeys.Partition]),
            ExpressionAttributeValues = StateValue.Attributes((":partition", StateValue.Of(Partition))),
            ConsistentRead = true,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
            ScanIndexForward = !IsLastOnly,
        };
        if (IsLastOnly)
            request.Limit = 1;
        if (Only is not null)
        {
            request.ExpressionAttributeNames = Aliases([StateKeys.Partition, StateKeys.Sort, .. Only]);
            request.ProjectionExpression = string.Join(", ", request.ExpressionAttributeNames.Keys);
        }

        if (From is not null)
        {
            request.KeyConditionExpression += " AND #SK BETWEEN :from AND :through";
            request.ExpressionAttributeNames["#SK"] = StateKeys.Sort;
            request.ExpressionAttributeValues[":from"] = StateValue.Of(From);
            request.ExpressionAttributeValues[":through"] = StateValue.Of(Through);
        }

        return request;
    }

    private static Dictionary<string, string> Aliases(IEnumerable<string> names) =>
        names.ToDictionary(name => $"#{name}", StringComparer.Ordinal);
}
