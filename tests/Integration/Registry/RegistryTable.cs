using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Tests.Integration.Tables;

namespace DynamoNamespace.Tests.Integration.Registry;

/// <summary>The registry's operations on a test's table, and its records as they stand in it.</summary>
internal static class RegistryTable
{
    public const string Partition = "_/SYSTEM#";

    public static Task<DdbNamespace> RegisterAsync(this MigratingTable table, string name, string? id = null) =>
        NamespaceOperations.RegisterAsync(table.Connection, table.Name, name, id, CancellationToken.None);

    public static Task<DdbNamespace> UnregisterAsync(this MigratingTable table, string name, string? id = null) =>
        NamespaceOperations.UnregisterAsync(table.Connection, table.Name, name, id, CancellationToken.None);

    public static Task<DdbNamespace> RestoreAsync(this MigratingTable table, string? name, string? id = null) =>
        NamespaceOperations.RestoreAsync(table.Connection, table.Name, name, id, CancellationToken.None);

    public static Task<DdbNamespacePurge> ClearAsync(this MigratingTable table, string? name, string? id = null, CancellationToken cancellationToken = default) =>
        NamespaceOperations.ClearAsync(table.Connection, table.Name, name, id, table.Observer, cancellationToken);

    public static Task<DdbNamespace> ShowAsync(this MigratingTable table, string name, string? id = null) =>
        NamespaceOperations.GetAsync(table.Connection, table.Name, name, id, CancellationToken.None);

    /// <summary>The namespaces as <c>name:id:status</c>.</summary>
    public static async Task<string> ListAsync(this MigratingTable table, bool all = false) => string.Join(' ',
        (await NamespaceOperations.ListAsync(table.Connection, table.Name, all, CancellationToken.None)).Select(ns => $"{ns.Name}:{ns.NamespaceId}:{ns.Status}"));

    public static Task<JsonObject?> ForwardRecordAsync(this MigratingTable table, string name) =>
        table.Raw.GetAsync(table.Name, Partition, "#NAMESPACE#" + name);

    public static Task<JsonObject?> ReverseRecordAsync(this MigratingTable table, string id) =>
        table.Raw.GetAsync(table.Name, Partition, "#NSID#" + id);
}
