using System.Text.Json.Nodes;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Tests.Integration.CatchUp;

/// <summary>Tells from the file of changes that were put off how far a catch-up has come while a copy goes on.</summary>
internal static class PutOffFile
{
    /// <summary>Makes changes of one old item, each after catch-up has read the one before, so that none are read together.</summary>
    public static async Task ChangeOneByOneAsync(this MigratingTable table, JsonObject old, IEnumerable<string> changes)
    {
        var number = 0;
        foreach (var change in changes)
        {
            var noted = Count(table, old);
            await (change == "delete" ? table.DeleteItemAsync(old) : table.PutAsync(old.With("change", ItemJson.N(++number))));
            await Patience.UntilAsync(() => Count(table, old) > noted, $"{change} of {old.KeyText()} was not read");
        }
    }

    private static int Count(MigratingTable table, JsonObject old)
    {
        var folder = RunFolder.At(table.CheckpointPath);
        return RecordLog.Read<PutOffChange>(folder.PutOffPath).Count(change => change.Source.Contains($"\"{old.Text("PK")}\"", StringComparison.Ordinal));
    }
}
