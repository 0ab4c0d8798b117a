using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>A delete is killed between two of its steps and resumed on a machine with an empty disk.</summary>
public sealed class KillTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject[] Items = [.. ItemJson.Plain(6)];

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task Delete_killedBetweenEntryAndDelete_isResumedAndExplainsNothingElse(StateMode mode)
    {
        await using var table = await StateTables.CopiedAsync(engine, mode, Items);
        var entered = await KillAtDeleteAsync(table, isCarriedOut: false);
        // Entered, and not deleted by the migration: a client does it.
        Assert.NotNull(await table.GetAsync(entered[0]));
        await Task.Delay(TimeSpan.FromSeconds(1));
        using var other = Machine.On(table);
        await other.DoAsync("delete");

        var sync = await table.SyncAsync();

        Assert.Equal((null, 0, 0), (sync.Error, sync.Result.Deleted, sync.Result.Conflicts));
        await table.AssertItemsAsync([], Items.Copies());
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task Delete_killedBetweenDeleteAndAnswer_keepsTheCopiesWithConflicts(StateMode mode)
    {
        await using var table = await StateTables.CopiedAsync(engine, mode, Items);
        var unanswered = await KillAtDeleteAsync(table, isCarriedOut: true);
        using var other = Machine.On(table);
        await other.DoAsync("delete");

        var sync = await table.SyncAsync();

        Assert.Equal(("CatchUpIncomplete", 0, unanswered.Count), (sync.Error?.ErrorId, sync.Result.Deleted, sync.Result.Conflicts));
        await table.AssertConflictsAsync([.. unanswered]);
        await table.AssertItemsAsync([], Items.Copies());
    }

    /// <summary>Kills a delete when its first request of deletes arrives.</summary>
    /// <returns>The items of that request.</returns>
    private static async Task<List<JsonObject>> KillAtDeleteAsync(MigratingTable table, bool isCarriedOut)
    {
        using var machine = Machine.On(table);
        ChildProcess? process = null;
        var named = new List<JsonObject>();
        var killed = new Moment(request => request.Operation == "BatchExecuteStatement", request =>
        {
            process!.Kill();
            named.AddRange(Items.Where(item => Intervention.Names(request, item.Text("PK"))));
            return Task.FromResult(isCarriedOut ? ProxyAction.Forward : ProxyAction.Cut);
        });
        await using (process = machine.Start("delete"))
        {
            table.Proxy.Hook = killed.DecideAsync;
            Ddbns.AssertExit(137, await process.WaitAsync(Ddbns.Limit));
        }

        while (table.Proxy.Log.UnderWay > 0)
            await Task.Delay(5);
        table.Proxy.Hook = null;
        Assert.NotEmpty(named);
        return named;
    }
}
