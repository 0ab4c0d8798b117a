using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Registry;

/// <summary>The registry's operations, each on a connection of its own.</summary>
public static class NamespaceOperations
{
    /// <summary>The namespaces that resolve, and with <paramref name="all"/> the deleted and purging ones too.</summary>
    /// <exception cref="DdbException">The table is missing or is no such table.</exception>
    public static Task<IReadOnlyList<DdbNamespace>> ListAsync(ConnectionOptions connection, string tableName, bool all, CancellationToken cancellationToken) =>
        RunAsync(connection, tableName, (registry, _, _) => registry.ListAsync(all, cancellationToken), cancellationToken);

    /// <summary>One namespace, by ID where one is given, else by name, whatever its status.</summary>
    /// <exception cref="DdbException">It is not registered.</exception>
    public static Task<DdbNamespace> GetAsync(ConnectionOptions connection, string tableName, string name, string? id, CancellationToken cancellationToken) =>
        RunAsync(connection, tableName, (registry, _, _) => id is null
            ? registry.RequireByNameAsync(name, cancellationToken)
            : registry.RequireByIdAsync(id, cancellationToken), cancellationToken);

    /// <summary>Registers a name, with the given ID or a new one. A name that is registered already keeps its ID, which is the answer.</summary>
    /// <exception cref="DdbException">The name or ID is not legal, is taken, or is deleted.</exception>
    public static Task<DdbNamespace> RegisterAsync(ConnectionOptions connection, string tableName, string name, string? id, CancellationToken cancellationToken) =>
        RunAsync(connection, tableName, (registry, _, _) => registry.RegisterAsync(name, id, cancellationToken), cancellationToken);

    /// <summary>Marks a namespace deleted; its data stays.</summary>
    /// <exception cref="DdbException">It is not registered or not active.</exception>
    public static Task<DdbNamespace> UnregisterAsync(ConnectionOptions connection, string tableName, string name, string? id, CancellationToken cancellationToken) =>
        RunAsync(connection, tableName, (registry, _, _) => registry.UnregisterAsync(name, id, cancellationToken), cancellationToken);

    /// <summary>Brings a deleted namespace back.</summary>
    /// <exception cref="DdbException">It is not deleted, or its name is taken.</exception>
    public static Task<DdbNamespace> RestoreAsync(ConnectionOptions connection, string tableName, string? name, string? id, CancellationToken cancellationToken) =>
        RunAsync(connection, tableName, (registry, _, _) => registry.RestoreAsync(name, id, cancellationToken), cancellationToken);

    /// <summary>Deletes all items of a deleted namespace, and then its record.</summary>
    /// <exception cref="DdbException">It is not deleted, or the table has no index to find its items by.</exception>
    public static Task<DdbNamespacePurge> ClearAsync(
        ConnectionOptions connection, string tableName, string? name, string? id, IRunObserver observer, CancellationToken cancellationToken) =>
        RunAsync(connection, tableName, async (registry, client, table) =>
        {
            var ns = id is null ? await registry.FindDeletedAsync(name!, cancellationToken) : await registry.RequireByIdAsync(id, cancellationToken);
            return await new NamespacePurge(client, table, observer, TimeProvider.System).RunAsync(ns, cancellationToken);
        }, cancellationToken);

    /// <summary>Does something with a table's registry on a connection of its own.</summary>
    internal static Task<T> RunAsync<T>(
        ConnectionOptions connection, string tableName, Func<NamespaceRegistry, DynamoDbClient, TableDescriptor, Task<T>> work, CancellationToken cancellationToken)
    {
        TableReader.CheckName(tableName);
        return AwsCall.RunAsync(connection, tableName, async client =>
        {
            var table = await TableReader.ReadAsync(client, tableName, cancellationToken);
            TableReader.RequireUsable(table);
            NamespaceRegistry.RequireKey(table);
            return await work(new NamespaceRegistry(client, tableName, TimeProvider.System), client, table);
        }, cancellationToken);
    }
}
