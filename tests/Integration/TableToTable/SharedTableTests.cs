using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>Single-tenant tables go into one shared table, each under a namespace of the shared table's registry.</summary>
public sealed class SharedTableTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ATableGoesUnderItsNamespaceBesideOthersAndBack(bool hasVersionRecord)
    {
        await using var tables = await CreateAsync(hasVersionRecord);
        var theirs = (await tables.Target.ContentsAsync()).Values.ToList();
        var before = (await tables.Source.ContentsAsync()).Values.ToList();
        var written = before.Count - (hasVersionRecord ? 1 : 0);
        var version = before.Where(IsVersionRecord).Select(item => ExpectedTable.CopyOf(item, "tttttt")).Single();

        var copied = await tables.CopyAllAsync(o => o with { Namespace = "tenant-a" });
        Assert.Equal(("tenant-a", "tttttt", written), (copied.Namespace, copied.NamespaceId, copied.Written));
        var shared = hasVersionRecord ? theirs : [.. theirs, version];
        await tables.Target.AssertHoldsAsync([.. shared, .. before.Where(item => !IsVersionRecord(item)).Select(item => ExpectedTable.CopyOf(item, "tttttt"))]);
        var checks = await tables.VerifyAsync(o => o with { Namespace = "tenant-a" });
        Assert.All(new[] { "NamespaceRegistered", "CopiesPresent", "CopiesEqual", "ExtraItems", "NamespaceKeys", "NamespacesKnown", "IndexGSI4" }, name => Assert.Equal("Pass", checks[name].Status.ToString()));

        // What all tenants use stays, whoever put it there; the old item comes back all the same.
        Assert.Null((await tables.UndoAsync(o => o with { Namespace = "tenant-a" })).Error);
        await tables.Source.AssertHoldsAsync(before);
        await tables.Target.AssertHoldsAsync(shared);

        await tables.CopyAllAsync(o => o with { Namespace = "tenant-a" });
        var deleted = await tables.DeleteAsync(o => o with { Namespace = "tenant-a" });
        Assert.Equal(before.Count, deleted.Result.Deleted);
        Assert.Null((await tables.UndoAsync(o => o with { Namespace = "tenant-a" })).Error);
        await tables.Source.AssertHoldsAsync(before);
        await tables.Target.AssertHoldsAsync(shared);
    }

    [Fact]
    public async Task ATenantsRegistryStaysAndItsNamespacedItemsAreNamed()
    {
        await using var tables = await CreateAsync();
        tables.Mapping = "zae-limiter-0.10-tenant";
        var before = await tables.Source.ContentsAsync();
        await NamespaceOperations.RegisterAsync(tables.Source.Connection, tables.Source.Name, "default", "dddddd", CancellationToken.None);
        Assert.Equal(before.Count - 1, (await tables.CopyAllAsync(o => o with { Namespace = "tenant-a" })).Written);

        var namespaced = ItemJson.Of("dddddd/ENTITY#user-1", "#META");
        await tables.Source.PutAsync(namespaced);
        var run = await tables.CopyAsync(o => o with { Namespace = "tenant-a" });
        Assert.Equal((DdbMigrationOutcome.Incomplete, 1L), (run.Result.Outcome, run.Result.Failed));
        Assert.Equal(namespaced.KeyText(), Assert.Single(run.Result.Reports).SourceKey);
        Assert.Equal("Fail", (await tables.VerifyAsync(o => o with { Namespace = "tenant-a" }))["ItemsMatched"].Status.ToString());
    }

    [Fact]
    public async Task ANamespaceThatIsOnlyInTheSourcesRegistryIsRefused()
    {
        await using var tables = await CreateAsync();
        await NamespaceOperations.RegisterAsync(tables.Source.Connection, tables.Source.Name, "tenant-b", "bbbbbb", CancellationToken.None);
        var error = await tables.AssertRefusedAsync("NamespaceNotRegistered", () => tables.CopyAsync(o => o with { Namespace = "tenant-b" }));
        Assert.Contains($"not registered in table '{tables.Target.Name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARegistryThatMayNotBeReadIsNamedAsTheTargets()
    {
        await using var tables = await CreateAsync();
        tables.Target.Proxy.Hook = request => ValueTask.FromResult(request.Operation is "GetItem" or "Query"
            ? ProxyAction.Respond(ProxiedResponse.Error(400, "AccessDeniedException", $"not authorized to perform: dynamodb:{request.Operation}"))
            : ProxyAction.Forward);
        foreach (var run in new Func<Task>[] { () => tables.CopyAsync(o => o with { Namespace = "tenant-a" }), () => tables.VerifyAsync(o => o with { Namespace = "tenant-a" }) })
        {
            var error = await Assert.ThrowsAsync<DdbException>(run);
            Assert.Equal(("AccessDenied", tables.Target.Name), (error.ErrorId, error.Target));
        }
    }

    private async Task<TwoTables> CreateAsync(bool hasVersionRecord = true)
    {
        static void Limits(JsonObject request)
        {
            var table = SampleTable.CreateTableRequestJson((string)request["TableName"]!, withGsi4: true, withStream: false);
            foreach (var (name, value) in table)
                request[name] = value?.DeepClone();
        }

        var items = SampleTable.Items(200, 7).ToList();
        var tables = await TwoTables.CreateAsync(engines, items, apart: true, changeTarget: Limits, changeSource: Limits);
        await NamespaceOperations.RegisterAsync(tables.Target.Connection, tables.Target.Name, "default", MigratingTable.NamespaceId, CancellationToken.None);
        await NamespaceOperations.RegisterAsync(tables.Target.Connection, tables.Target.Name, "tenant-a", "tttttt", CancellationToken.None);
        // Another tenant's items are there already, and the version record that the shared table has once.
        var others = SampleTable.Items(60, 8).Where(item => !IsVersionRecord(item)).Concat(hasVersionRecord ? items.Where(IsVersionRecord) : []);
        await tables.Target.Raw.LoadAsync(tables.Target.Name, others.Select(item => ExpectedTable.CopyOf(item, MigratingTable.NamespaceId)));
        tables.Mapping = "zae-limiter-0.10";
        return tables;
    }

    private static bool IsVersionRecord(JsonObject item) => item.Text("PK") == "SYSTEM#" && item.Text("SK") == "#VERSION";
}
