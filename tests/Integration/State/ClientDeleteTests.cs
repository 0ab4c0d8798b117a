using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.CatchUp;
using DynamoNamespace.Tests.Integration.Conflicts;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Load;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>A client deletes old items while the migration deletes them too. What the client deleted is not taken for the migration's own delete.</summary>
public sealed class ClientDeleteTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    /// <summary>Longer than the window in which a delete of the migration explains a record: 3 seconds for clocks, and one that times are rounded to.</summary>
    private static readonly TimeSpan BeyondTheWindow = TimeSpan.FromSeconds(5);

    private static readonly JsonObject[] Items = [.. ItemJson.Plain(3), ItemJson.Wide("ENTITY#wide", attributes: 120)];

    [Theory]
    [InlineData(StateMode.Table, 0)]
    [InlineData(StateMode.Folder, 0)]
    [InlineData(StateMode.Table, 3)]
    [InlineData(StateMode.Folder, 3)]
    public async Task ItemDeletedWhileItsDeleteIsThrottled_copyGoes(StateMode mode, int place)
    {
        await using var table = await StateTables.CopiedAsync(engine, mode, Items);
        var pk = Items[place].Text("PK");
        var throttled = 0;
        table.Proxy.Hook = async request =>
        {
            if (!Intervention.Writes(request, "DELETE", pk) || Interlocked.Increment(ref throttled) > 3)
                return ProxyAction.Forward;
            if (throttled == 1)
                await table.DeleteItemAsync(Items[place]);
            return request.Operation == "DeleteItem"
                ? ProxyAction.Throttle
                : StatementFault.Inject(request, (statement, _) => statement.ToJsonString().Contains($"\"{pk}\"", StringComparison.Ordinal) ? new StatementFault("ThrottlingError") : null);
        };

        Assert.Null((await table.DeleteAsync()).Error);
        var sync = await table.SyncAsync();

        Assert.True(throttled > 3);
        Assert.Equal((null, 1, 0), (sync.Error, sync.Result.Deleted, sync.Result.Conflicts));
        await table.AssertItemsAsync([], Items.Where((_, index) => index != place).Copies());
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task ItemCreatedAndDeletedAgainRightAfterTheDelete_copyStaysWithAConflict(StateMode mode)
    {
        await using var table = await StateTables.CopiedAsync(engine, mode, Items);

        Assert.Null((await table.DeleteAsync()).Error);
        await table.PutAsync(Items[0]);
        await table.DeleteItemAsync(Items[0]);
        var sync = await table.SyncAsync();

        Assert.Equal(("CatchUpIncomplete", 0, 1), (sync.Error?.ErrorId, sync.Result.Deleted, sync.Result.Conflicts));
        await table.AssertConflictsAsync(Items[0]);
        await table.AssertItemsAsync([], Items.Copies());
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task ItemCreatedAndDeletedAgainLater_copyGoes(StateMode mode)
    {
        await using var table = await StateTables.CopiedAsync(engine, mode, Items);

        Assert.Null((await table.DeleteAsync()).Error);
        await Task.Delay(BeyondTheWindow);
        await table.PutAsync(Items[0]);
        await table.DeleteItemAsync(Items[0]);
        var sync = await table.SyncAsync();

        Assert.Equal((null, 1, 0), (sync.Error, sync.Result.Deleted, sync.Result.Conflicts));
        await table.AssertItemsAsync([], Items.Skip(1).Copies());
    }

    [Theory]
    [InlineData(StateMode.Table, 71)]
    [InlineData(StateMode.Folder, 72)]
    public async Task OldClientsWriteDuringTheDelete_everyWriteIsInTheCopiesOrAConflict(StateMode mode, int seed)
    {
        await using var table = await StateTables.CreateAsync(engine, mode, []);
        var load = new LiveLoad(seed, WritesPerSecond: 80, FirstItems: 80, MostItems: 120, MostWrites: 300);
        await using var writers = await LiveWriters.CreateAsync(engine.EndpointUrl, table.Name, MigratingTable.NamespaceId, load);
        await table.CopyAllAsync();
        await using (var sync = new BackgroundSync(table))
        {
            sync.Start();
            writers.Start();
            // The old items go while their clients write them; what had changed is kept, and goes with the next delete.
            for (var acknowledged = 80; acknowledged < load.MostWrites; acknowledged += 80)
            {
                await writers.WaitForAsync(ledger => ledger.Acknowledged >= acknowledged || writers.Refused > load.MostWrites);
                await table.DeleteAsync();
            }

            await writers.PauseAsync();
            await sync.StopAsync();
        }

        await table.SyncAsync();
        await table.DeleteAsync();
        await table.SyncAsync();

        Assert.True(writers.Ledger.Deletions > 0);
        var conflicts = (await table.ConflictsAsync()).Select(conflict => conflict.SourceKey).ToHashSet(StringComparer.Ordinal);
        var contents = await table.ContentsAsync();
        foreach (var record in writers.Ledger.Records)
        {
            var wanted = record.Item.At(record.Life, record.OldHits);
            var (old, copy) = (Find(contents, wanted), Find(contents, ExpectedTable.CopyOf(wanted, MigratingTable.NamespaceId)));
            var isCarried = record.IsAlive ? copy is not null && ItemAssert.AreEqual(copy, ExpectedTable.CopyOf(wanted, MigratingTable.NamespaceId)) : copy is null;
            var isRecorded = conflicts.Contains(wanted.KeyText()) && (!record.IsAlive || (old is not null && ItemAssert.AreEqual(old, wanted)));
            Assert.True(isCarried || isRecorded, $"{record}: the old item is {old?.ToJsonString()}, and its copy {copy?.ToJsonString()}.");
        }
    }

    private static JsonObject? Find(TableContents contents, JsonObject keyed) => contents.GetValueOrDefault((keyed.Text("PK"), keyed.Text("SK")));
}
