using System.Collections.Concurrent;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Plans;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Plans;

/// <summary>Each plan that ships as an example is tested against a table and goes there and back again.</summary>
public sealed class ExamplePlanTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int NoFaults = 0;

    [Fact]
    public void TheseAreTheExamples() =>
        Assert.Equal(["backfill-index-keys", "new-entity", "rekey-by-status", "tenant-prefix"], PlanExamples.Names());

    [Theory]
    [InlineData(NoFaults)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task IssuesAreRekeyedByStatus(int seed)
    {
        var issues = Forge.Issues(120).ToList();
        var others = Forge.Items(0);
        await using var planned = await PlannedTable.OfExampleAsync(engine, "rekey-by-status", [.. issues, .. others]);
        if (seed != NoFaults)
            PlannedTable.Fail(planned, seed);
        var done = issues.ConvertAll(Forge.ByStatus);
        await planned.CycleAsync([.. issues, .. done, .. others], [.. done, .. others]);
    }

    [Theory]
    [InlineData(NoFaults)]
    [InlineData(3)]
    public async Task AShopGetsATenant(int seed)
    {
        var items = Shop.Items();
        await using var planned = await PlannedTable.OfExampleAsync(engine, "tenant-prefix", items);
        if (seed != NoFaults)
            PlannedTable.Fail(planned, seed);
        var done = items.Select(item => Shop.OfTenant(item, "eu")).ToList();
        await planned.CycleAsync([.. items, .. done], done);
    }

    [Theory]
    [InlineData(NoFaults)]
    [InlineData(5)]
    public async Task AccountsGetTheirIndexKeysInPlace(int seed)
    {
        var accounts = Forge.Accounts().ToList();
        var others = Forge.Items(60).Skip(accounts.Count).ToList();
        await using var planned = await PlannedTable.OfExampleAsync(engine, "backfill-index-keys", [.. accounts, .. others]);
        if (seed != NoFaults)
            PlannedTable.Fail(planned, seed);
        var done = accounts.ConvertAll(Forge.Indexed);
        await planned.CycleAsync([.. done, .. others], [.. done, .. others]);
    }

    /// <summary>Nothing is read for it, and nothing changes.</summary>
    [Theory]
    [InlineData(NoFaults)]
    [InlineData(4)]
    public async Task ANewEntityLeavesNothingToMigrate(int seed)
    {
        var items = Forge.Items();
        await using var planned = await PlannedTable.OfExampleAsync(engine, "new-entity", items);
        if (seed != NoFaults)
            PlannedTable.Fail(planned, seed);
        await planned.CompleteCopyAsync();
        await planned.CompleteUndoAsync();
        await planned.CompleteDeleteAsync();
        if (seed == NoFaults)
        {
            var run = await planned.CopyAsync();
            Assert.Equal((DdbMigrationOutcome.Completed, 0L, 0L), (run.Result.Outcome, run.Result.Candidates, run.Result.Scanned));
        }

        Assert.Contains(planned.Table.Observer.Warnings, warning => warning.Contains("nothing to migrate", StringComparison.Ordinal) && warning.Contains("'reaction'", StringComparison.Ordinal));
        Assert.Equal(0, planned.Table.Proxy.Log.Count("Scan"));
        await planned.Table.AssertHoldsAsync(TableContents.Of(items));
    }

    [Theory]
    [InlineData("backfill-index-keys", "RuleAccount", 6)]
    [InlineData("rekey-by-status", "RuleIssue", 120)]
    public async Task ATestTellsWhatAPlanDoesWithTheForge(string example, string rule, int items)
    {
        await using var planned = await PlannedTable.OfExampleAsync(engine, example, Forge.Items());
        planned.Table.Proxy.Log.Clear();
        var samples = new ConcurrentQueue<DdbPlanSample>();
        var checks = await planned.TestAsync(samples.Enqueue);

        Assert.Equal((DdbCheckStatus.Pass, $"{items} items"), (checks[rule].Status, checks[rule].Actual));
        Assert.Equal(DdbCheckStatus.Warn, checks["ItemsMatched"].Status);
        Assert.Contains("REPO#", checks["ItemsMatched"].Detail, StringComparison.Ordinal);
        Assert.All(checks.Values.Where(check => check.Name != "ItemsMatched"), check => Assert.True(check.Status == DdbCheckStatus.Pass, $"{check.Name}: {check.Actual} {check.Detail}"));
        Assert.Equal(3, samples.Count);
        Assert.All(samples, sample => Assert.True(sample.After is not null && sample.Problem is null && sample.After != sample.Before));
        Assert.Equal(0, planned.Table.WriteCalls);
    }

    /// <summary>Only what can go wrong is checked: items in place keep their keys, and those of another table may.</summary>
    [Theory]
    [InlineData("backfill-index-keys", false, "NewItemsUnmatched")]
    [InlineData("tenant-prefix", false, "ItemsMoved NewItemsUnmatched TargetsDistinct TargetsFree")]
    [InlineData("tenant-prefix", true, "TargetsDistinct")]
    public async Task ATestChecksNewKeysWhereThereAreSome(string example, bool toAnotherTable, string expected)
    {
        string[] ofKeys = ["ItemsMoved", "NewItemsUnmatched", "TargetsDistinct", "TargetsFree"];
        await using var planned = await PlannedTable.OfExampleAsync(engine, example, Shop.Items(4));
        await using var other = await PlannedTable.OfExampleAsync(engine, example, []);
        var checks = await planned.TestAsync(target: toAnotherTable ? other : null);
        Assert.Equal(expected, string.Join(' ', checks.Keys.Where(ofKeys.Contains)));
    }

    [Fact]
    public async Task ATestTellsWhatAPlanDoesWithTheShop()
    {
        var items = Shop.Items();
        await using var planned = await PlannedTable.OfExampleAsync(engine, "tenant-prefix", items);
        var before = await planned.TestAsync();
        Assert.All(before.Values, check => Assert.True(check.Status == DdbCheckStatus.Pass, $"{check.Name}: {check.Actual} {check.Detail}"));
        Assert.Equal("100 items", before["RuleShopItem"].Actual);

        await planned.CompleteCopyAsync();
        var copied = await planned.TestAsync();
        Assert.Equal("100 new items there already, all as the mapping makes them", copied["TargetsFree"].Actual);
        await planned.CompleteDeleteAsync();
        var finished = await planned.TestAsync();
        Assert.Equal((DdbCheckStatus.Warn, "no items"), (finished["RuleShopItem"].Status, finished["RuleShopItem"].Actual));
        Assert.Equal(DdbCheckStatus.Pass, finished["ItemsMatched"].Status);
    }

    [Fact]
    public async Task ATestTellsItemsThatLookLikeTheNewEntity()
    {
        await using var planned = await PlannedTable.OfExampleAsync(engine, "new-entity", Forge.Items());
        var before = await planned.TestAsync();
        Assert.All(before.Values, check => Assert.Equal(DdbCheckStatus.Pass, check.Status));
        Assert.Equal("nothing to migrate", before["RulesPresent"].Actual);

        await planned.Table.PutAsync(Tables.ItemJson.Of("REPO#acme#web", "REACTION#7#ann"));
        var check = (await planned.TestAsync())["NewEntityReaction"];
        Assert.Equal((DdbCheckStatus.Warn, "1 items that look like it"), (check.Status, check.Actual));
        Assert.Contains("PK=REPO#acme#web, SK=REACTION#7#ann", check.Detail, StringComparison.Ordinal);
    }
}
