using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Conflicts;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>What the tests of a plan's state do with a table.</summary>
internal static class StateTables
{
    /// <summary>A table with a stream, whose plan's state is kept as the mode says.</summary>
    public static async Task<MigratingTable> CreateAsync(DynoxideServer engine, StateMode mode, IEnumerable<JsonObject> items)
    {
        var table = await MigratingTable.CreateAsync(engine, items);
        table.KeepsStateInTable = mode == StateMode.Table;
        await table.EnableStreamAsync();
        return table;
    }

    /// <summary>The same, with every item copied and a catch-up that has read so far.</summary>
    public static async Task<MigratingTable> CopiedAsync(DynoxideServer engine, StateMode mode, IEnumerable<JsonObject> items)
    {
        var table = await CreateAsync(engine, mode, items);
        await table.CopyAllAsync();
        Assert.Null((await table.SyncAsync()).Error);
        return table;
    }

    /// <summary>Expects exactly these old items and copies beside the namespaces.</summary>
    public static async Task AssertItemsAsync(this MigratingTable table, IEnumerable<JsonObject> olds, IEnumerable<JsonObject> copies)
    {
        var contents = await table.ContentsAsync();
        var registry = contents.Values.Where(item => item.Text("PK").StartsWith("_/", StringComparison.Ordinal)).ToList();
        await table.AssertHoldsAsync(TableContents.Of(registry.Concat(olds).Concat(copies)));
    }

    /// <summary>The copies of these old items.</summary>
    public static IEnumerable<JsonObject> Copies(this IEnumerable<JsonObject> olds) => olds.Select(old => ExpectedTable.CopyOf(old, MigratingTable.NamespaceId));

    /// <summary>Expects conflicts of exactly these old items, in any order.</summary>
    public static async Task AssertConflictsAsync(this MigratingTable table, params JsonObject[] olds) => Assert.Equal(
        olds.Select(old => old.KeyText()).Order(StringComparer.Ordinal),
        (await table.ConflictsAsync()).Select(conflict => conflict.SourceKey).Order(StringComparer.Ordinal));
}
