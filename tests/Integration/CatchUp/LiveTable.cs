using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Load;
using Xunit;

namespace DynamoNamespace.Tests.Integration.CatchUp;

/// <summary>Compares a table that live writers have used with what they were told.</summary>
internal static class LiveTable
{
    /// <summary>Expects every acknowledged write under old and new keys, and nothing else.</summary>
    public static async Task AssertHoldsAllAsync(this MigratingTable table, LiveWriters writers, IEnumerable<JsonObject> registry, bool areOldItemsThere = true)
    {
        var ledger = writers.Ledger;
        TableAssert.Equal(
            TableContents.Of(registry.Concat(areOldItemsThere ? ledger.OldItems() : []).Concat(ledger.NewItems(MigratingTable.NamespaceId))),
            await table.ContentsAsync());
    }

    /// <summary>
    /// Of clients that used the new keys too early, expects that what they wrote is there, that old clients' writes are too wherever that is possible,
    /// and that every item of which they are not is recorded.
    /// </summary>
    /// <returns>How many are.</returns>
    public static async Task<int> AssertNoneIsOverwrittenAsync(this MigratingTable table, LiveWriters writers)
    {
        var folder = RunFolder.At(table.CheckpointPath);
        var conflicts = RecordLog.Read<DdbItemReport>(folder.RecordsPath(RunOperation.Sync))
            .Concat(RecordLog.Read<DdbItemReport>(folder.RecordsPath(RunOperation.Copy))).Select(report => report.SourceKey).ToHashSet(StringComparer.Ordinal);
        var contents = await table.ContentsAsync();
        foreach (var record in writers.Ledger.Records)
        {
            var wanted = ExpectedTable.CopyOf(record.Item.At(record.Life, record.OldHits), MigratingTable.NamespaceId);
            var copy = contents.GetValueOrDefault((wanted.Text("PK"), wanted.Text("SK")));
            var life = copy is null ? 0 : Number(copy, LiveItem.LifeNumber);
            for (var each = 1; each <= record.Life; each++)
            {
                var made = writers.Ledger.NewHitsOf(record.Item.Number, each);
                // An item of a later life is newer by its clock than whatever was done to the one before.
                if (made == 0 || (record.Item.Clock is not null && life > each))
                    continue;
                Assert.True(life == each && Number(copy!, LiveItem.NewCounter) == made, $"{made} increments under the new key of {wanted.KeyText()} in life {each} are not in {copy?.ToJsonString()}.");
            }

            var isFollowed = copy is null || !record.IsAlive
                ? copy is null == !record.IsAlive
                : life == record.Life && Number(copy, LiveItem.Counter) - Number(copy, LiveItem.NewCounter) == record.OldHits;
            var isNewerByClock = copy is not null && record.Item.Clock is not null && life == record.Life && Number(copy, LiveItem.NewCounter) > 0;
            Assert.True(isFollowed || isNewerByClock || conflicts.Contains(record.Item.At(1, 0).KeyText()), $"{record} is not what {copy?.ToJsonString()} is, and no conflict is recorded.");
        }

        return conflicts.Count;
    }

    private static long Number(JsonObject item, string name) => item[name] is { } value ? long.Parse(value["N"]!.GetValue<string>()) : 0;
}
