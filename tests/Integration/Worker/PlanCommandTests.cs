using DynamoNamespace.Tests.Integration.Plans;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Worker;

/// <summary>Plans on the command line.</summary>
public sealed class PlanCommandTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-plan-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task APlanIsWrittenTestedAndRun()
    {
        var items = Shop.Items(5);
        await using var table = await MigratingTable.CreateAsync(engine, items, isRegistered: false);
        var path = Path.Combine(folder.FullName, "plan.json");

        var plan = (await table.RunAsync("plan", "new", path, "--example", "tenant-prefix", "--variable", "tenant=us", "--output", "json")).Json();
        Assert.Equal((table.Name, "us"), ((string)plan["tableName"]!, (string)plan["variable"]!["tenant"]!));
        var test = await table.RunAsync("plan", "test", path, "--detailed", "--sample", "1");
        Ddbns.AssertExit(0, test);
        Assert.Contains("\"us/", test.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("TargetsDistinct", test.StandardOutput, StringComparison.Ordinal);

        Ddbns.AssertExit(0, await table.RunAsync("migrate", "--plan", path, "--delete"));
        await table.AssertHoldsAsync(TableContents.Of(items.Select(item => Shop.OfTenant(item, "us"))));
        Ddbns.AssertExit(2, await table.RunAsync("migrate", "--plan", path, "--mapping", "zae-limiter-0.10"));
        Ddbns.AssertExit(2, await table.RunAsync("migrate", "--plan", path, "--variable", "tenant=U S"));
        Ddbns.AssertExit(2, await table.RunAsync("migrate", "--plan", path, "--variable", "other=x"));
        Ddbns.AssertExit(2, await table.RunAsync("plan", "new", path, "--key", "PK:X", "--force"));
    }

    [Fact]
    public async Task ATestThatFailsExitsWithOne()
    {
        await using var table = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var path = Path.Combine(folder.FullName, "plan.json");
        Ddbns.AssertExit(0, await table.RunAsync("plan", "new", path));
        var test = await table.RunAsync("plan", "test", path);
        Ddbns.AssertExit(1, test);
        Assert.Contains("mapping.rules[0].match.PK.equals", test.StandardOutput, StringComparison.Ordinal);
        Ddbns.AssertExit(1, await table.RunAsync("plan", "new", path));
    }
}
