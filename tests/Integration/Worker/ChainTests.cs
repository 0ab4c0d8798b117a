using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Registry;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Worker;

/// <summary>The whole migration on the command line.</summary>
public sealed class ChainTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task TheWholeChainMigratesATable()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(500, 1), isRegistered: false);

        Ddbns.AssertExit(1, await table.RunAsync("migrate"));
        Ddbns.AssertExit(0, await table.RunAsync("namespace", "register", "default", "--namespace-id", MigratingTable.NamespaceId));
        var before = await table.ContentsAsync();
        Assert.Equal(502, before.Count);
        Ddbns.AssertExit(1, await table.RunAsync("verify"));
        Ddbns.AssertExit(0, await table.RunAsync("measure"));
        Ddbns.AssertExit(0, await table.RunAsync("migrate", "--what-if"));
        await table.AssertHoldsAsync(before);
        Ddbns.AssertExit(1, await table.RunAsync("delete"));
        await table.AssertHoldsAsync(before);

        Ddbns.AssertExit(0, await table.RunAsync("migrate"));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
        Ddbns.AssertExit(0, await table.RunAsync("verify"));
        Ddbns.AssertExit(0, await table.RunAsync("delete", "--what-if"));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));

        Ddbns.AssertExit(0, await table.RunAsync("delete"));
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
        Ddbns.AssertExit(0, await table.RunAsync("verify"));
        Ddbns.AssertExit(0, await table.RunAsync("migrate", "--delete"));
    }

    [Fact]
    public async Task OneCommandCopiesAndDeletes()
    {
        await using var table = await MigratingTable.CreateAsync(engine, FixtureTable.Items().Take(300));
        var before = await table.ContentsAsync();

        var result = (await table.RunAsync("migrate", "--delete", "--output", "json")).Json();

        Assert.Equal(("Completed", 300, 300), ((string)result["outcome"]!, (int)result["written"]!, (int)result["deleted"]!));
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task NamespacesAreRegisteredListedAndShown()
    {
        await using var table = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        Assert.Contains("No namespace", (await table.RunAsync("namespace", "list")).StandardOutput, StringComparison.Ordinal);

        var id = (string)(await table.RunAsync("namespace", "register", "default", "--output", "json")).Json()["namespaceId"]!;
        await table.RegisterAsync("gone", "gone-id");
        await table.UnregisterAsync("gone");

        Assert.Equal(id, (string)(await table.RunAsync("namespace", "register", "default", "--output", "json")).Json()["namespaceId"]!);
        Assert.Equal(id, (string)(await table.RunAsync("namespace", "show", "default", "--output", "json")).Json()["namespaceId"]!);
        Assert.Equal(id, Ids((await table.RunAsync("namespace", "list", "--output", "json")).Json()));
        Assert.Equal($"{id} gone-id", Ids((await table.RunAsync("namespace", "list", "--all", "--output", "json")).Json()));
        var text = (await table.RunAsync("namespace", "list", "--all")).StandardOutput;
        Assert.Contains(id, text, StringComparison.Ordinal);
        Assert.Contains("deleted", text, StringComparison.Ordinal);
        Ddbns.AssertExit(1, await table.RunAsync("namespace", "show", "unknown"));
    }

    [Fact]
    public async Task OptionsReachTheRun()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(50));
        await table.RegisterAsync("team", "team-id");

        var result = (await table.RunAsync("migrate", "--namespace", "team", "--total-segments", "37", "--throttle-limit", "2", "--output", "json")).Json();
        var byId = (await table.RunAsync("migrate", "--namespace-id", "team-id", "--mapping", "zae-limiter-0.10", "--output", "json")).Json();

        Assert.Equal(("team", "team-id", 50), ((string)result["namespace"]!, (string)result["namespaceId"]!, (int)result["written"]!));
        Assert.Equal(("team", 50), ((string)byId["namespace"]!, (int)byId["alreadyMigrated"]!));
        Assert.True(table.Proxy.Log.Count("Scan") >= 37);
        Assert.InRange(table.Proxy.Log.PeakConcurrency, 1, 17);
    }

    private static string Ids(JsonNode list) =>
        string.Join(' ', list.AsArray().Select(ns => (string)ns!["namespaceId"]!));
}
