using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.CatchUp;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>
/// A put is held up in the network, and arrives after its resend, after a client deleted the item and after catch-up carried that. The deleted item is back
/// then, and goes again.
/// </summary>
public sealed class LatePutTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int LateSeconds = 60;

    private static readonly JsonObject[] Items = [.. ItemJson.Plain(6)];

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task PutOfACopy_arrivesDuringASync_isRemoved(StateMode mode)
    {
        await using var table = await StateTables.CreateAsync(engine, mode, Items);
        using var machine = Machine.On(table, LateSeconds);
        var held = await CopyAsync(table, machine);

        await using var sync = machine.Start("sync");
        await table.DeleteItemAsync(Items[0]);
        await UntilCopyAsync(table, isThere: false);
        await held.ArriveAsync(table.Raw);
        Assert.NotNull(await table.GetCopyAsync(Items[0]));
        await UntilCopyAsync(table, isThere: false);
        sync.Terminate();
        Ddbns.AssertExit(130, await sync.WaitAsync(Ddbns.Limit));

        await table.AssertItemsAsync(Items.Skip(1), Items.Skip(1).Copies());
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task PutOfACopy_arrivesAfterTheSync_isRemovedByTheNext(StateMode mode)
    {
        await using var table = await StateTables.CreateAsync(engine, mode, Items);
        using var machine = Machine.On(table, LateSeconds);
        var held = await CopyAsync(table, machine);

        await table.DeleteItemAsync(Items[0]);
        await machine.CatchUpAsync();
        Assert.Null(await table.GetCopyAsync(Items[0]));
        await held.ArriveAsync(table.Raw);
        Assert.NotNull(await table.GetCopyAsync(Items[0]));
        using var other = Machine.On(table, LateSeconds);
        await other.CatchUpAsync();

        await table.AssertItemsAsync(Items.Skip(1), Items.Skip(1).Copies());
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task PutOfAKilledSync_arrivesAfterTheNextSync_isRemovedByTheOneAfterThat(StateMode mode)
    {
        await using var table = await StateTables.CreateAsync(engine, mode, Items);
        using var machine = Machine.On(table, LateSeconds);
        await machine.DoAsync("migrate");
        await machine.CatchUpAsync();
        var added = ItemJson.Of("ENTITY#added", "#META", ("n", ItemJson.N(1)));
        await table.PutAsync(added);
        await using (var killed = machine.Start("sync"))
        {
            var held = new HeldRequest(request => Intervention.Writes(request, "INSERT", CopyKey(added)), () =>
            {
                killed.Kill();
                return Task.CompletedTask;
            });
            table.Proxy.Hook = held.Moment.DecideAsync;
            await held.Came;
            Ddbns.AssertExit(137, await killed.WaitAsync(Ddbns.Limit));
            table.Proxy.Hook = null;

            await machine.CatchUpAsync();
            Assert.NotNull(await table.GetCopyAsync(added));
            await table.DeleteItemAsync(added);
            await machine.CatchUpAsync();
            Assert.Null(await table.GetCopyAsync(added));
            await held.ArriveAsync(table.Raw);
            Assert.NotNull(await table.GetCopyAsync(added));
        }

        await machine.CatchUpAsync();

        await table.AssertItemsAsync(Items, Items.Copies());
    }

    /// <summary>Copies everything, and holds the first put of one copy up; its resend passes.</summary>
    private static async Task<HeldRequest> CopyAsync(MigratingTable table, Machine machine)
    {
        var held = new HeldRequest(request => Intervention.Writes(request, "INSERT", CopyKey(Items[0])));
        table.Proxy.Hook = held.Moment.DecideAsync;
        await machine.DoAsync("migrate");
        Assert.True(held.Moment.Happened);
        Assert.NotNull(await table.GetCopyAsync(Items[0]));
        return held;
    }

    private static string CopyKey(JsonObject old) => ExpectedTable.CopyOf(old, MigratingTable.NamespaceId).Text("PK");

    private static async Task UntilCopyAsync(MigratingTable table, bool isThere)
    {
        for (var looks = 0; await table.GetCopyAsync(Items[0]) is not null != isThere; looks++)
        {
            Assert.True(looks < 600, $"The copy is {(isThere ? "not there" : "there")} still.");
            await Task.Delay(100);
        }
    }
}
