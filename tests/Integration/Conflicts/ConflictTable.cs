using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Conflicts;

/// <summary>What the tests of conflicts do with a table.</summary>
internal static class ConflictTable
{
    /// <summary>An old item and another one under its new key, as a new client would write it.</summary>
    public static (JsonObject Old, JsonObject Copy) Pair(string id = "a", JsonObject? clock = null, JsonObject? copyClock = null)
    {
        var old = ItemJson.Of($"ENTITY#{id}", "#BUCKET#gpt-4", ("name", ItemJson.S("old")), ("only_old", ItemJson.N(1)));
        if (clock is not null)
            old = old.With("rf", clock);
        var copy = ExpectedTable.CopyOf(old, MigratingTable.NamespaceId).With("name", ItemJson.S("new")).With("only_old", null).With("only_new", ItemJson.N(2));
        return (old, copyClock is null ? copy : copy.With("rf", copyClock));
    }

    /// <summary>What the mapping takes a copy back to: the old item that has the copy's values.</summary>
    public static JsonObject TakenBack(JsonObject old, JsonObject copy) =>
        copy.With("PK", ItemJson.S(old.Text("PK"))).With("GSI4PK", null).With("GSI4SK", null);

    /// <summary>A table with these items whose copy has recorded its conflicts.</summary>
    public static async Task<MigratingTable> WithConflictsAsync(DynoxideServer engine, params JsonObject[] items)
    {
        var table = await MigratingTable.CreateAsync(engine, items);
        await table.CopyAsync();
        table.Proxy.Log.Clear();
        return table;
    }

    public static IReadOnlyList<DdbMigrationConflict> Conflicts(this MigratingTable table) =>
        [.. ConflictList.Read(new ConflictQuery { TableName = table.Name, CheckpointPath = table.CheckpointPath }, static error => throw error)];

    /// <summary>Resolves what is listed, as the cmdlet does.</summary>
    public static async Task<RecordingAudience> ResolveAsync(
        this MigratingTable table, DdbConflictSide use, RecordingAudience? audience = null, Func<MigrationOptions, MigrationOptions>? with = null, IReadOnlyList<DdbMigrationConflict>? conflicts = null)
    {
        audience ??= new RecordingAudience();
        var failed = await ConflictResolution.RunAsync(
            with?.Invoke(table.Options) ?? table.Options, conflicts ?? table.Conflicts(), use, audience, table.Observer, CancellationToken.None);
        Assert.Equal(audience.Errors.Count, failed);
        return audience;
    }
}
