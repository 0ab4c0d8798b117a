using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Tables;

/// <summary>Reads what DynamoDB says of a table.</summary>
internal static class TableReader
{
    public static async Task<TableDescriptor> ReadAsync(DynamoDbClient client, string tableName, CancellationToken cancellationToken)
    {
        CheckName(tableName);
        return Read((await client.DescribeTableAsync(tableName, cancellationToken)).Table);
    }

    public static TableDescriptor Read(TableDescription table)
    {
        var types = table.AttributeDefinitions.ToDictionary(
            definition => definition.AttributeName, definition => TypeOf(definition.AttributeType.Value), StringComparer.Ordinal);
        var global = (table.GlobalSecondaryIndexes ?? []).Select(index => new IndexDescription(
            index.IndexName, ReadKey(index.KeySchema, types), ProjectionOf(index.Projection), index.Projection?.NonKeyAttributes ?? [], index.IndexStatus?.Value ?? "", IsLocal: false,
            ProvisionedOf(index.ProvisionedThroughput), index.ItemCount));
        var local = (table.LocalSecondaryIndexes ?? []).Select(index => new IndexDescription(
            index.IndexName, ReadKey(index.KeySchema, types), ProjectionOf(index.Projection), index.Projection?.NonKeyAttributes ?? [], "ACTIVE", IsLocal: true));
        // DescribeTable goes on naming the last stream of a table after it was switched off.
        var hasStream = table.StreamSpecification?.StreamEnabled == true;
        return new TableDescriptor(
            table.TableName,
            table.TableId ?? "",
            table.TableArn ?? "",
            table.TableStatus?.Value ?? "",
            new DateTimeOffset((table.CreationDateTime ?? DateTime.UnixEpoch).ToUniversalTime()),
            ReadKey(table.KeySchema, types),
            [.. global, .. local],
            table.BillingModeSummary?.BillingMode?.Value == "PAY_PER_REQUEST",
            table.ItemCount ?? 0,
            table.TableSizeBytes ?? 0,
            hasStream ? table.LatestStreamArn : null,
            hasStream ? table.StreamSpecification!.StreamViewType?.Value : null,
            ProvisionedOf(table.ProvisionedThroughput))
        {
            ReplicaRegions = [.. (table.Replicas ?? []).Select(replica => replica.RegionName)],
        };
    }

    /// <summary>Table names hold letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, 3 to 255 of them
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).</summary>
    public static void CheckName(string tableName)
    {
        var legal = tableName.Length is >= 3 and <= 255 && tableName.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');
        if (!legal)
        {
            throw new DdbException("InvalidTableName", DdbErrorKind.InvalidArgument, tableName,
                $"'{tableName}' is no DynamoDB table name: 3 to 255 letters, digits, '_', '-' or '.'. Nothing was read or changed.");
        }
    }

    /// <summary>Whether items can be read and written: a table that is being updated serves both.</summary>
    public static void RequireUsable(TableDescriptor table)
    {
        if (table.Status is not ("ACTIVE" or "UPDATING"))
        {
            throw new DdbException("TableNotActive", DdbErrorKind.InvalidState, table.Name,
                $"Table '{table.Name}' is {table.Status} and cannot be read or written yet. Wait until it is ACTIVE, then run the same command again; nothing was changed.");
        }
    }

    private static KeySchema ReadKey(List<KeySchemaElement> elements, Dictionary<string, AttributeType> types)
    {
        var partition = elements.First(element => element.KeyType.Value == "HASH").AttributeName;
        var sort = elements.FirstOrDefault(element => element.KeyType.Value == "RANGE")?.AttributeName;
        return new KeySchema(new KeyAttribute(partition, types[partition]), sort is null ? null : new KeyAttribute(sort, types[sort]));
    }

    /// <summary>Of a table on demand all units are 0
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ProvisionedThroughputDescription.html).</summary>
    private static ProvisionedUnits? ProvisionedOf(ProvisionedThroughputDescription? throughput) =>
        throughput is { ReadCapacityUnits: > 0 and var reads, WriteCapacityUnits: > 0 and var writes } ? new ProvisionedUnits(reads, writes) : null;

    private static string ProjectionOf(Projection? projection) => projection?.ProjectionType?.Value ?? "ALL";

    private static AttributeType TypeOf(string name) => name switch
    {
        "N" => AttributeType.N,
        "B" => AttributeType.B,
        _ => AttributeType.S,
    };
}
