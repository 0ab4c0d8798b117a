using DynamoNamespace.Tests.Integration.CatchUp;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>
/// Ordinary slips of operators: another spelling of the endpoint, another folder, another machine. Each ends with every copy in its place; where the plan's
/// state could not be known, the command is refused and changes nothing.
/// </summary>
public sealed class SlipTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int Items = 250;

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task Sync_throughAnotherSpellingOfTheEndpoint_keepsTheCopies(StateMode mode)
    {
        await using var table = await CreateAsync(mode);
        var copies = await ExpectedAsync(table);
        using var byAddress = new Machine(table, engine.EndpointUrl, table.Place.CheckpointPath);
        using var byName = new Machine(table, engine.EndpointUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), table.Place.CheckpointPath);

        await byAddress.DoAsync("migrate");
        await byAddress.DoAsync("delete");
        await byName.CatchUpAsync();

        await table.AssertHoldsAsync(copies);
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task Sync_withAnotherHomeThanTheDelete_isRefused(StateMode mode)
    {
        await using var table = await CreateAsync(mode);
        var copies = await ExpectedAsync(table);
        using var home = Machine.On(table);
        using var other = new Machine(table, table.Proxy.EndpointUrl, mode == StateMode.Table ? table.NewCheckpointPath() : null);
        await home.DoAsync("migrate");
        await home.DoAsync("delete");

        foreach (var command in new[] { "sync", "migrate", "delete", "undo", "verify" })
            AssertRefused(await other.RunAsync(command));

        await table.AssertHoldsAsync(copies);
        await home.CatchUpAsync();
        await table.AssertHoldsAsync(copies);
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task FirstSync_onAnotherMachineRightAfterTheDelete_keepsTheCopies(StateMode mode)
    {
        await using var table = await CreateAsync(mode);
        var copies = await ExpectedAsync(table);
        using var a = Machine.On(table);
        using var b = OtherMachine(table, mode);

        await a.DoAsync("migrate");
        await a.DoAsync("delete");
        await SyncAsync(b, mode);

        await table.AssertHoldsAsync(copies);
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task Delete_besideASyncOnAnotherMachine_keepsTheCopies(StateMode mode)
    {
        await using var table = await CreateAsync(mode);
        var copies = await ExpectedAsync(table);
        using var a = Machine.On(table);
        using var b = OtherMachine(table, mode);
        await a.DoAsync("migrate");
        if (mode == StateMode.Folder)
        {
            AssertRefused(await b.RunAsync("migrate"));
            AssertRefused(await b.RunAsync("sync"));
        }
        else
        {
            await b.DoAsync("migrate");
        }

        await using (var sync = (mode == StateMode.Folder ? a : b).Start("sync"))
        {
            await PutOffFile.UntilAsync(() => table.Proxy.Log.Count("GetRecords") > 0, "The catch-up read nothing");
            await a.DoAsync("delete");
            // It reads on beyond the deletes.
            var read = table.Proxy.Log.Count("GetRecords");
            await PutOffFile.UntilAsync(() => table.Proxy.Log.Count("GetRecords") > read + 5, "The catch-up read no more");
            sync.Terminate();
            Ddbns.AssertExit(130, await sync.WaitAsync(Ddbns.Limit));
        }

        await table.AssertHoldsAsync(copies);
        await a.CatchUpAsync();
        await table.AssertHoldsAsync(copies);
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task CopyWithCatchUp_onAnotherMachineAfterTheDelete_keepsTheCopies(StateMode mode)
    {
        await using var table = await CreateAsync(mode);
        var copies = await ExpectedAsync(table);
        using var a = Machine.On(table);
        using var b = OtherMachine(table, mode);
        await a.DoAsync("migrate");
        await a.DoAsync("delete");

        var run = await b.RunAsync("migrate", "--catch-up", "--idle-seconds", "1");

        if (mode == StateMode.Folder)
            AssertRefused(run);
        else
            Ddbns.AssertExit(0, run);
        await table.AssertHoldsAsync(copies);
    }

    private Task<MigratingTable> CreateAsync(StateMode mode) => StateTables.CreateAsync(engine, mode, SampleTable.Items(Items, 17));

    private static async Task<TableContents> ExpectedAsync(MigratingTable table) =>
        ExpectedTable.AfterDelete((await table.ContentsAsync()).Values, MigratingTable.NamespaceId);

    /// <summary>A machine that does not see the folder of the first one, where the plan's state is in a folder.</summary>
    private static Machine OtherMachine(MigratingTable table, StateMode mode) =>
        new(table, table.Proxy.EndpointUrl, mode == StateMode.Folder ? table.NewCheckpointPath() : null);

    private static async Task SyncAsync(Machine machine, StateMode mode)
    {
        if (mode == StateMode.Folder)
            AssertRefused(await machine.RunAsync("sync", "--stop-when-idle"));
        else
            await machine.CatchUpAsync();
    }

    private static void AssertRefused(ProcessResult result)
    {
        Ddbns.AssertExit(1, result);
        Assert.Contains("The state of this plan on table", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", result.StandardError, StringComparison.Ordinal);
    }
}
