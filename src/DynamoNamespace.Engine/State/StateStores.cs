using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State.Folder;
using DynamoNamespace.Engine.State.Table;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.State;

/// <summary>Which store is meant.</summary>
/// <param name="Connection">The account and Region of the source table.</param>
/// <param name="StateTableName">The state table; null for the one that the environment names, or the default one.</param>
/// <param name="CheckpointPath">A folder, instead of a table; null for a table.</param>
public sealed record StatePlace(ConnectionOptions Connection, string? StateTableName, string? CheckpointPath);

/// <summary>Opens the store that an operation's options name.</summary>
public static class StateStores
{
    /// <summary>The table that holds plans' state where nothing else is named.</summary>
    public const string DefaultTableName = "dynamonamespace-state";

    /// <summary>Names another state table.</summary>
    public const string TableVariable = "DDBNS_STATE_TABLE";

    /// <summary>The state table that a name, the environment or the default tells.</summary>
    /// <exception cref="DdbException"><c>InvalidTableName</c>.</exception>
    public static string TableNameOf(string? given)
    {
        var name = !string.IsNullOrEmpty(given) ? given : Environment.GetEnvironmentVariable(TableVariable) is { Length: > 0 } named ? named : DefaultTableName;
        TableReader.CheckName(name);
        return name;
    }

    /// <param name="options">The run's options.</param>
    /// <param name="endpoint">The endpoint of the source table.</param>
    /// <param name="time">The clock.</param>
    internal static IStateStore Open(MigrationOptions options, string endpoint, TimeProvider time) =>
        Open(new StatePlace(options.Connection, options.StateTableName, options.CheckpointPath), options.Restart, endpoint, time);

    /// <summary>Reads from a store on a connection of its own.</summary>
    internal static async Task<T> ReadAsync<T>(StatePlace place, Func<IStateStore, Task<T>> read, CancellationToken cancellationToken)
    {
        // A folder is read without a connection.
        if (place.CheckpointPath is not null)
            return await ReadAsync(place, "", read);
        var tableName = TableNameOf(place.StateTableName);
        return await AwsCall.RunAsync(place.Connection, tableName, client => ReadAsync(place, ConnectionFactory.EndpointOf(client), read), cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(StatePlace place, string endpoint, Func<IStateStore, Task<T>> read)
    {
        await using var store = Open(place, restart: false, endpoint, TimeProvider.System);
        return await read(store);
    }

    private static IStateStore Open(StatePlace place, bool restart, string endpoint, TimeProvider time)
    {
        var timings = StateTimings.For(endpoint);
        return place.CheckpointPath is { } path
            ? new FolderStateStore(path, restart, timings, time)
            : new TableStateStore(place.Connection, TableNameOf(place.StateTableName), timings, time);
    }
}
