using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration;

/// <summary>The worker is killed at the request that was chosen, and only there.</summary>
public sealed class KillSwitchTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheWorkerIsKilledAtTheRequestAndTheRequestIsCarriedOutOrNot(bool isCarriedOut)
    {
        await using var table = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        table.Proxy.Log.KeepRequests = true;
        string[] register = ["namespace", "register", "default", "--table-name", table.Name];
        var whole = await new KillSwitch(table.Proxy).RunAsync([.. register, "--namespace-id", "first"], int.MaxValue, isCarriedOut);
        Ddbns.AssertExit(0, whole.Result);
        var write = table.Proxy.Log.Requests.ToList().FindIndex(r => r.Operation == "TransactWriteItems") + 1;
        register[2] = "second";

        var killed = await new KillSwitch(table.Proxy).RunAsync(register, write, isCarriedOut);

        Assert.False(whole.WasKilled);
        Assert.Equal((true, write), (killed.WasKilled, killed.Requests));
        Assert.Equal(isCarriedOut ? 4 : 2, (await table.ContentsAsync()).Count);
    }

    [Fact]
    public async Task AWorkerThatEndsBeforeIsNotKilled()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(60));
        var asked = 0;
        table.Proxy.Hook = _ =>
        {
            Interlocked.Increment(ref asked);
            return ValueTask.FromResult(ProxyAction.Forward);
        };
        var hook = table.Proxy.Hook;

        var run = await new KillSwitch(table.Proxy).RunAsync(["migrate", "--table-name", table.Name], 1_000_000, isCarriedOut: true);

        Ddbns.AssertExit(0, run.Result);
        Assert.Equal((false, asked), (run.WasKilled, run.Requests));
        Assert.Equal(table.Proxy.Log.Total, asked);
        Assert.Same(hook, table.Proxy.Hook);
    }

    [Fact]
    public async Task ACommandIsKilledAgainAndAgainUntilItIsLeftToEnd()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(60));

        // Describing the table and finding the namespace take two requests, so no run ends before the kill.
        var runs = await new KillSwitch(table.Proxy).RunUntilItEndsAsync(["migrate", "--table-name", table.Name], seed: 1, within: 2, mostKills: 2);

        Ddbns.AssertExit(0, runs.Last);
        Assert.Equal(2, runs.KilledAt.Count);
        Assert.All(runs.KilledAt, at => Assert.InRange(at, 1, 2));
    }
}
