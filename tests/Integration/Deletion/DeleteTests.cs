using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Deletion;

/// <summary>Old items with a proven copy go, all of them, and nothing else does.</summary>
public sealed class DeleteTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task TheFixturesOldItemsGoAfterTheCopy()
    {
        await using var table = await MigratingTable.CreateAsync(engine, FixtureTable.Items());
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();

        var run = await table.DeleteAsync();

        Assert.Null(run.Error);
        Assert.Equal((DdbMigrationOutcome.Completed, 1213L, 1213L, 0L), (run.Result.Outcome, run.Result.Candidates, run.Result.Deleted, run.Result.Kept));
        Assert.Equal(0, run.Result.Written + run.Result.AlreadyMigrated + run.Result.Conflicts + run.Result.Failed);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData(71, true, 1)]
    [InlineData(72, true, 16)]
    [InlineData(73, false, 32)]
    public async Task ASamplesOldItemsGoAfterTheCopy(int seed, bool withGsi4, int throttleLimit)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(1200, seed, includePrefixed: true), withGsi4);
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();

        var run = await table.DeleteAsync(o => o with { ThrottleLimit = throttleLimit });

        Assert.Null(run.Error);
        Assert.Equal(before.Keys.Count(key => ExpectedTable.IsUnprefixed(key.Pk)), run.Result.Deleted);
        Assert.Empty(run.Result.Reports);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task CopyAndDeleteGoInOneRun()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(600, 74, includePrefixed: true));
        var before = await table.ContentsAsync();

        var run = await table.CopyAsync(o => o with { Delete = true });

        Assert.Null(run.Error);
        var candidates = before.Keys.Count(key => ExpectedTable.IsUnprefixed(key.Pk));
        Assert.Equal((DdbMigrationOutcome.Completed, candidates, candidates, candidates, 0L),
            (run.Result.Outcome, run.Result.Candidates, run.Result.Written, run.Result.Deleted, run.Result.Kept));
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task ACopyThatIsIncompleteDeletesNothing()
    {
        var items = ItemJson.Plain(200).ToList();
        var taken = ExpectedTable.CopyOf(items[150], MigratingTable.NamespaceId).With("name", ItemJson.S("taken"));
        await using var table = await MigratingTable.CreateAsync(engine, [.. items, taken]);
        var before = await table.ContentsAsync();

        var run = await table.CopyAsync(o => o with { Delete = true });

        Assert.Equal((DdbMigrationOutcome.Incomplete, 1L, 0L), (run.Result.Outcome, run.Result.Conflicts, run.Result.Deleted));
        Assert.Contains("Nothing was deleted", run.Error!.Message, StringComparison.Ordinal);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task ADeleteBeforeTheCopyKeepsEverything()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(300, 75));
        var before = await table.ContentsAsync();

        var run = await table.DeleteAsync();

        Assert.Equal((DdbMigrationOutcome.Incomplete, 300L, 0L, 300L), (run.Result.Outcome, run.Result.Candidates, run.Result.Deleted, run.Result.Kept));
        Assert.All(run.Result.Reports, report => Assert.Contains("no copy", report.Detail, StringComparison.Ordinal));
        Assert.Equal(0, table.WriteCalls);
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task ASecondDeleteFindsNothing()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(100));
        await table.CopyAsync(o => o with { Delete = true });
        var before = await table.ContentsAsync();
        table.Proxy.Log.Clear();

        var run = await table.DeleteAsync();

        Assert.Null(run.Error);
        Assert.Equal((0L, 0L, 0), (run.Result.Candidates, run.Result.Deleted, table.WriteCalls));
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task CopiesAreReadConsistentlyBeforeADelete()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(60));
        await table.CopyAllAsync();
        table.Proxy.Log.Clear();
        table.Proxy.Log.KeepRequests = true;

        await table.DeleteAsync();

        var reads = table.Proxy.Log.Requests.Where(r => r.Operation == "BatchGetItem").ToList();
        Assert.NotEmpty(reads);
        Assert.All(reads, read => Assert.True(read.Json()["RequestItems"]![table.Name]!["ConsistentRead"]!.GetValue<bool>()));
    }
}
