using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Indexes;

/// <summary>An index's change on the command line.</summary>
public sealed class IndexCommandTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task AnIndexGoesItsWholeWay()
    {
        await using var table = await IndexedTable.CreateAsync(engine);

        var planned = await RunAsync(table, "start", "--non-key-attribute", "name", "size", "--what-if");
        Ddbns.AssertExit(0, planned);
        Assert.Contains($"What if: Table '{table.Name}': Add index 'by-status-v2' with the key of 'by-status' and the projection INCLUDE (name, size).", planned.StandardError, StringComparison.Ordinal);
        Assert.Equal(["by-status ACTIVE"], await table.IndexesAsync());

        var started = (await RunAsync(table, "start", "--non-key-attribute", "name", "size", "--output", "json")).Json();
        Assert.Equal(("ShadowReady", true, "INCLUDE (name, size)"), ((string)started["state"]!, (bool)started["isChanged"]!, (string)started["shadowProjection"]!));
        var checks = (await RunAsync(table, "verify", "--detailed", "--output", "json")).Json().AsArray();
        Assert.Equal("ShadowIndex EntriesPresent EntriesEqual NoExtraEntries OldIndexKeys", string.Join(' ', checks.Select(check => (string)check!["name"]!)));
        Assert.All(checks, check => Assert.Equal("Pass", (string)check!["status"]!));

        var undone = await RunAsync(table, "undo");
        Ddbns.AssertExit(0, undone);
        Assert.Contains("State   : Undone", undone.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("Shadow  : by-status-v2 not there", undone.StandardOutput, StringComparison.Ordinal);

        Ddbns.AssertExit(0, await RunAsync(table, "start", "--projection-type", "all"));
        var read = await RunAsync(table, "complete");
        Ddbns.AssertExit(1, read);
        Assert.Contains("error: Index 'by-status' of table", read.StandardError, StringComparison.Ordinal);
        table.Stack.Plane.ForgetReads();
        var completed = await RunAsync(table, "complete");
        Ddbns.AssertExit(0, completed);
        Assert.Contains("Index   : by-status not there", completed.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("Shadow  : by-status-v2 ALL ACTIVE", completed.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(["by-status-v2 ACTIVE"], await table.IndexesAsync());
    }

    [Fact]
    public async Task WrongUsageIsTold()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1);

        var nothing = await RunAsync(table, "start");

        Ddbns.AssertExit(2, nothing);
        Assert.Contains("It was not said what the shadow is to hold", nothing.StandardError, StringComparison.Ordinal);
        Ddbns.AssertExit(1, await RunAsync(table, "verify"));
    }

    private static Task<ProcessResult> RunAsync(IndexedTable table, string command, params string[] arguments) => Ddbns.RunAsync(
        ["index", command, "--table-name", table.Name, "--index-name", IndexedTable.Old, "--shadow-index-name", IndexedTable.Shadow, .. arguments],
        table.Stack.Plane.Environment);
}
