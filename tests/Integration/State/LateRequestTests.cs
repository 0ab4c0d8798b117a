using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>
/// A delete is held up in the network, and arrives when its run is over. Whatever deletes the other copy of the item waits until it cannot arrive any more.
/// </summary>
public sealed class LateRequestTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int LateSeconds = 6;
    private const string Waiting = "Nothing is deleted until that is ruled out";

    private static readonly JsonObject[] Items = [.. ItemJson.Plain(6)];

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task DeleteOfAKilledRun_arrivesWhenTheUndoBegins_losesNothing(StateMode mode)
    {
        await using var table = await StateTables.CreateAsync(engine, mode, Items);
        using var machine = Machine.On(table, LateSeconds);
        await machine.DoAsync("migrate");
        var held = await KillAsync(table, machine, "delete", request => Intervention.Writes(request, "DELETE", Items[0].Text("PK")));
        Assert.NotNull(await table.GetAsync(Items[0]));

        await AssertWaitsAsync(machine, "undo", () => held.ArriveAsync(table.Raw), exitCode: 0);

        await table.AssertItemsAsync(Items, []);
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task DeleteThatWasSentAgain_arrivesWhenTheUndoBegins_losesNothing(StateMode mode)
    {
        await using var table = await StateTables.CreateAsync(engine, mode, Items);
        using var machine = Machine.On(table, LateSeconds);
        await machine.DoAsync("migrate");
        var held = new HeldRequest(request => Intervention.Writes(request, "DELETE", Items[0].Text("PK")));
        table.Proxy.Hook = held.Moment.DecideAsync;
        await machine.DoAsync("delete");
        Assert.True(held.Moment.Happened);

        await AssertWaitsAsync(machine, "undo", () => held.ArriveAsync(table.Raw), exitCode: 0);

        await table.AssertItemsAsync(Items, []);
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task RemovalByAKilledUndo_arrivesWhenTheNextDeleteBegins_losesNothing(StateMode mode)
    {
        await using var table = await StateTables.CreateAsync(engine, mode, Items);
        using var machine = Machine.On(table, LateSeconds);
        await machine.DoAsync("migrate");
        var copyKey = ExpectedTable.CopyOf(Items[0], MigratingTable.NamespaceId).Text("PK");
        var held = await KillAsync(table, machine, "undo", request => Intervention.Writes(request, "DELETE", copyKey));
        await machine.DoAsync("migrate");
        await table.AssertItemsAsync(Items, Items.Copies());

        // The copy is gone then, so its old item stays.
        await AssertWaitsAsync(machine, "delete", () => held.ArriveAsync(table.Raw), exitCode: 1);

        var gone = Items.Where(item => Intervention.Names(held.Came.Result, ExpectedTable.CopyOf(item, MigratingTable.NamespaceId).Text("PK"))).ToList();
        Assert.NotEmpty(gone);
        await table.AssertItemsAsync(gone, Items.Except(gone).Copies());
        await machine.DoAsync("migrate", "--delete");
        await table.AssertItemsAsync([], Items.Copies());
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task DeleteOfAKilledRun_isResumed_withoutWaiting(StateMode mode)
    {
        await using var table = await StateTables.CreateAsync(engine, mode, Items);
        using var machine = Machine.On(table, lateRequestSeconds: 600);
        await machine.DoAsync("migrate");
        var held = await KillAsync(table, machine, "delete", request => Intervention.Writes(request, "DELETE", Items[0].Text("PK")));

        var resumed = await machine.DoAsync("delete");
        await held.ArriveAsync(table.Raw);

        Assert.DoesNotContain(Waiting, resumed.StandardError, StringComparison.Ordinal);
        await table.AssertItemsAsync([], Items.Copies());
    }

    /// <summary>Runs a command and kills it when it sends a certain request, which is held up.</summary>
    private static async Task<HeldRequest> KillAsync(MigratingTable table, Machine machine, string command, Func<Support.Proxy.ProxiedRequest, bool> when)
    {
        ChildProcess? process = null;
        var held = new HeldRequest(when, () =>
        {
            process!.Kill();
            return Task.CompletedTask;
        });
        await using (process = machine.Start(command))
        {
            table.Proxy.Hook = held.Moment.DecideAsync;
            await held.Came;
            Ddbns.AssertExit(137, await process.WaitAsync(Ddbns.Limit));
        }

        table.Proxy.Hook = null;
        return held;
    }

    /// <summary>Runs a command that says that it waits, and does something when it does.</summary>
    private static async Task AssertWaitsAsync(Machine machine, string command, Func<Task> act, int exitCode)
    {
        await using var process = machine.Start(command);
        Assert.True(await process.WaitForLineAsync(Waiting, Ddbns.Limit), $"It did not wait: {process.Output}");
        await act();
        Ddbns.AssertExit(exitCode, await process.WaitAsync(Ddbns.Limit));
    }
}
