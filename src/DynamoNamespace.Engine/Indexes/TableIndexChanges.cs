using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Makes and removes indexes by UpdateTable.</summary>
internal sealed class TableIndexChanges(DynamoDbClient client, IndexMigrationOptions options, IIndexAudience audience) : IIndexChanges
{
    public string Done { get; private set; } = "The table was not changed.";

    public Task<IndexTable> OpenAsync(CancellationToken cancellationToken) => IndexTable.ReadAsync(client, options.TableName, cancellationToken);

    public async Task<bool> CreateAsync(IndexTable table, string indexName, string shadowName, IndexProjection projection, CancellationToken cancellationToken)
    {
        await new TableOwner(client, options).RequireNoneAsync(table, cancellationToken);
        if (!await audience.MayChangeAsync(table.Name, $"Add index '{shadowName}' with the key of '{indexName}' and the projection {projection}"))
            return false;
        var old = table.Describe(indexName);
        var action = new CreateGlobalSecondaryIndexAction
        {
            IndexName = shadowName,
            KeySchema = old.KeySchema,
            Projection = new Projection { ProjectionType = projection.Type },
            OnDemandThroughput = old.OnDemandThroughput,
        };
        if (projection.NonKeyAttributes.Count > 0)
            action.Projection.NonKeyAttributes = [.. projection.NonKeyAttributes];
        if (table.Table.Provisioned is { } provisioned)
        {
            var units = table.Require(indexName).Provisioned ?? provisioned;
            action.ProvisionedThroughput = new ProvisionedThroughput(units.ReadUnits, units.WriteUnits);
        }

        var keys = old.KeySchema.Select(element => element.AttributeName).ToHashSet(StringComparer.Ordinal);
        var request = new UpdateTableRequest
        {
            TableName = table.Name,
            AttributeDefinitions = [.. table.Description.AttributeDefinitions.Where(definition => keys.Contains(definition.AttributeName))],
            GlobalSecondaryIndexUpdates = [new GlobalSecondaryIndexUpdate { Create = action }],
        };
        await UpdateAsync(request, after => after.Find(shadowName) is not null, cancellationToken);
        Done = $"Index '{shadowName}' was added and may still be filled; the same command goes on waiting for it.";
        return true;
    }

    public async Task<bool> DeleteAsync(IndexTable table, string indexName, CancellationToken cancellationToken)
    {
        await new TableOwner(client, options).RequireNoneAsync(table, cancellationToken);
        if (!await audience.MayChangeAsync(table.Name, $"Remove index '{indexName}' with the projection {IndexProjection.Of(table.Require(indexName))}"))
            return false;
        var request = new UpdateTableRequest
        {
            TableName = table.Name,
            GlobalSecondaryIndexUpdates = [new GlobalSecondaryIndexUpdate { Delete = new DeleteGlobalSecondaryIndexAction { IndexName = indexName } }],
        };
        await UpdateAsync(request, after => after.Find(indexName) is null or { Status: "DELETING" }, cancellationToken);
        Done = $"The removal of index '{indexName}' was begun; the same command goes on waiting for it.";
        return true;
    }

    /// <summary>A request that is sent again after its answer was lost is refused, and has been carried out all the same.</summary>
    private async Task UpdateAsync(UpdateTableRequest request, Func<IndexTable, bool> isCarriedOut, CancellationToken cancellationToken)
    {
        try
        {
            await client.UpdateTableAsync(request, cancellationToken);
        }
        catch (AmazonServiceException error) when (error is ResourceInUseException or LimitExceededException or ResourceNotFoundException || error.ErrorCode == "ValidationException")
        {
            if (isCarriedOut(await IndexTable.ReadAsync(client, request.TableName, cancellationToken)))
                return;
            throw error is ResourceInUseException or LimitExceededException
                ? new DdbException("TableBusy", DdbErrorKind.InvalidState, request.TableName,
                    $"DynamoDB does not change the indexes of table '{request.TableName}' now: {error.Message.TrimEnd('.')}. Wait until what it names has ended, then run the same command again; nothing was changed.", error)
                : new DdbException("IndexChangeRefused", DdbErrorKind.InvalidArgument, request.TableName,
                    $"DynamoDB does not make this change of table '{request.TableName}': {error.Message.TrimEnd('.')}. Correct what it names and run the same command again; nothing was changed.", error);
        }
    }
}
