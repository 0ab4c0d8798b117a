using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>One of a run's tables, and the connection to it.</summary>
internal sealed record SessionTable(DynamoDbClient Client, TableDescriptor Table)
{
    public TablePlace Place => new(Table.Name, Table.Id, Table.Arn, Table.CreatedAt, ConnectionFactory.EndpointOf(Client).TrimEnd('/'));

    public static async Task<SessionTable> ReadAsync(DynamoDbClient client, string tableName, CancellationToken cancellationToken)
    {
        var table = await TableReader.ReadAsync(client, tableName, cancellationToken);
        TableReader.RequireUsable(table);
        return new SessionTable(client, table);
    }

    /// <summary>The connection to the target table; null where the options name none.</summary>
    public static DynamoDbClient? ConnectTarget(MigrationOptions options)
    {
        if (options.TargetTableName is null)
            return null;
        var client = ConnectionFactory.Create(options.TargetConnection ?? options.Connection);
        try
        {
            ServiceEndpoint.RequireSecure(ConnectionFactory.EndpointOf(client));
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <returns>The source itself where it is the same table.</returns>
    public static async Task<SessionTable> ReadTargetAsync(DynamoDbClient client, string tableName, SessionTable source, CancellationToken cancellationToken)
    {
        try
        {
            var target = await ReadAsync(client, tableName, cancellationToken);
            return target.Place.IsSame(source.Place) ? source : target;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && AwsErrors.IsOfCall(error))
        {
            throw AwsErrors.Translate(error, tableName, ConnectionFactory.EndpointOf(client));
        }
    }
}
