using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>Switches a table's stream on.</summary>
internal static class StreamSwitch
{
    /// <summary>What catch-up needs: the item as it was and as it is.</summary>
    public const string ViewType = "NEW_AND_OLD_IMAGES";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Switches on a stream of old and new images and waits until the table has it. A table that has one already is left as it is.
    /// </summary>
    /// <exception cref="DdbException"><c>StreamNotEnabled</c>: the table has a stream of another view type. <c>TableNotActive</c>: it is being changed otherwise.</exception>
    public static async Task<TableDescriptor> EnableAsync(DynamoDbClient client, string tableName, TimeProvider time, CancellationToken cancellationToken)
    {
        var table = await TableReader.ReadAsync(client, tableName, cancellationToken);
        if (table.LatestStreamArn is not null)
        {
            StreamRequirements.RequireEnabled(table);
            return table;
        }

        try
        {
            await client.UpdateTableAsync(new UpdateTableRequest
            {
                TableName = tableName,
                StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES },
            }, cancellationToken);
        }
        catch (ResourceInUseException error)
        {
            throw new DdbException("TableNotActive", DdbErrorKind.InvalidState, tableName,
                $"The stream of table '{tableName}' cannot be switched on while the table is being changed otherwise: {error.Message.TrimEnd('.')}. Wait until the table is ACTIVE, then run the same command again; nothing was changed.", error);
        }

        while (true)
        {
            table = await TableReader.ReadAsync(client, tableName, cancellationToken);
            if (table is { Status: "ACTIVE", LatestStreamArn: not null })
                return table;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
