using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Plans;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Plans;

/// <summary>What is wrong with a plan is told by its test, with items named, and a run of it leaves the table as it is.</summary>
public sealed class BadPlanTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const string LeavesTheRest = """, { "name": "rest", "match": { "PK": { "exists": true } }, "leave": true }""";

    [Fact]
    public async Task TwoItemsThatGetOneKeyAreBothNamed()
    {
        await using var planned = await PlannedTable.OfRulesAsync(engine,
            """{ "name": "all in one", "match": { "Type": { "equals": "User" } }, "set": { "PK": "USER", "SK": "USER" } }""", Forge.Items(3));
        var check = (await planned.TestAsync())["TargetsDistinct"];
        Assert.Equal((DdbCheckStatus.Fail, "3 items that share one"), (check.Status, check.Actual));
        Assert.Equal(2, Count(check.Detail!.Split(';')[0], "PK=ACCOUNT#"));
        await AssertUntouchedAsync(planned, dryRunFails: true);
    }

    [Fact]
    public async Task AnItemThatLacksWhatATemplateNeedsIsNamed()
    {
        await using var planned = await PlannedTable.OfRulesAsync(engine,
            """{ "name": "by name", "match": { "Type": { "in": [ "User", "Repository" ] } }, "set": { "PK": "NAME#${Username}" } }""", Forge.Items(3));
        var check = (await planned.TestAsync())["AttributesPresent"];
        Assert.Equal((DdbCheckStatus.Fail, "2 items that lack something"), (check.Status, check.Actual));
        Assert.Contains("PK=REPO#acme#web", check.Detail, StringComparison.Ordinal);
        Assert.Contains("'PK' is made from the attribute 'Username', which the item does not have", check.Detail, StringComparison.Ordinal);
        await AssertUntouchedAsync(planned, dryRunFails: true);
    }

    [Fact]
    public async Task ARuleThatMatchesItsOwnResultIsNamed()
    {
        await using var planned = await PlannedTable.OfRulesAsync(engine,
            """{ "name": "again", "match": { "Type": { "equals": "User" } }, "set": { "PK": "v2/${PK}" } }""", Forge.Items(3));
        var check = (await planned.TestAsync())["NewItemsUnmatched"];
        Assert.Equal(DdbCheckStatus.Fail, check.Status);
        Assert.Contains("rule 'again' makes what rule 'again' matches", check.Detail, StringComparison.Ordinal);
        await AssertUntouchedAsync(planned, dryRunFails: true);
    }

    [Fact]
    public async Task AKeyThatGetsTooLongAndARuleWithoutAWayBackAreNamed()
    {
        await using var planned = await PlannedTable.OfRulesAsync(engine,
            """{ "name": "long", "match": { "Type": { "equals": "Note" } }, "set": { "SK": "NOTE#${Text}" } }""",
            [ItemJson.Of("N#1", "S").With("Type", ItemJson.S("Note")).With("Text", ItemJson.S(new string('x', 1100)))]);
        var checks = await planned.TestAsync();
        Assert.Equal(DdbCheckStatus.Fail, checks["LimitsKept"].Status);
        Assert.Contains("PK=N#1, SK=S (the table's key attribute 'SK' would be 1105 bytes", checks["LimitsKept"].Detail, StringComparison.Ordinal);
        Assert.Equal(DdbCheckStatus.Warn, checks["InverseExists"].Status);
        Assert.Contains("'long'", checks["InverseExists"].Detail, StringComparison.Ordinal);
        await AssertUntouchedAsync(planned, dryRunFails: true);
    }

    [Theory]
    [InlineData(false, "", DdbCheckStatus.Warn)]
    [InlineData(true, "", DdbCheckStatus.Fail)]
    [InlineData(false, LeavesTheRest, DdbCheckStatus.Pass)]
    [InlineData(true, LeavesTheRest, DdbCheckStatus.Pass)]
    public async Task AnItemWithoutARuleIsToldUnlessARuleLeavesIt(bool toAnotherTable, string more, DdbCheckStatus expected)
    {
        var rules = $$"""{ "name": "users", "match": { "Type": { "equals": "User" }, "PK": { "pattern": "^[^/]*\\z" } }, "set": { "PK": "v2/${PK}" } }{{more}}""";
        await using var planned = await PlannedTable.OfRulesAsync(engine, rules, Forge.Items(3));
        await using var other = await PlannedTable.OfRulesAsync(engine, rules, []);
        var check = (await planned.TestAsync(target: toAnotherTable ? other : null))["ItemsMatched"];
        Assert.Equal(expected, check.Status);
        Assert.Equal(expected == DdbCheckStatus.Pass, check.Detail is null);
        Assert.Equal(toAnotherTable && more.Length == 0, check.Remedy?.Contains($"would stay in table {planned.Table.Name}", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task AKeyThatIsTakenIsTold()
    {
        var items = Shop.Items(3);
        await using var planned = await PlannedTable.OfExampleAsync(engine, "tenant-prefix", [.. items, Shop.OfTenant(items[0], "eu").With("Name", ItemJson.S("another"))]);
        var check = (await planned.TestAsync())["TargetsFree"];
        Assert.Equal((DdbCheckStatus.Warn, "1 new keys taken by another item"), (check.Status, check.Actual));
        Assert.Contains(items[0].Text("PK"), check.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[ { "name": "GSI9", "partitionKey": "GSI9PK" } ]""", "IndexGSI9", "has none of that name")]
    [InlineData("""[ { "name": "GSI1", "partitionKey": "GSI1PK", "sortKey": "Other" } ]""", "IndexGSI1", "has the key GSI1PK (S), GSI1SK (S), not GSI1PK, Other")]
    public async Task ATableWithoutTheIndexIsRefused(string indexes, string name, string problem)
    {
        await using var planned = await PlannedTable.OfRulesAsync(engine,
            """{ "name": "r", "match": { "Type": { "equals": "User" } }, "set": { "PK": "v2/${Username}" } }""", Forge.Items(3), $$"""{ "indexes": {{indexes}} }""");
        var check = (await planned.TestAsync())[name];
        Assert.Equal(DdbCheckStatus.Fail, check.Status);
        Assert.Contains(problem, check.Actual, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<DdbException>(planned.CopyAsync);
        Assert.Equal("WrongIndex", error.ErrorId);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        await AssertUntouchedAsync(planned);
    }

    [Fact]
    public async Task AnIndexKeyOfAnotherTypeIsRefused()
    {
        await using var planned = await PlannedTable.OfRulesAsync(engine,
            """{ "name": "r", "match": { "Type": { "equals": "User" } }, "set": { "PK": "v2/${Username}", "GSI1PK": { "N": "1" } } }""", Forge.Items(3));
        var checks = await planned.TestAsync();
        Assert.Equal((DdbCheckStatus.Fail, "WrongKeyType"), (checks["TableFits"].Status, checks["TableFits"].Actual));
        Assert.Contains("sets 'GSI1PK' to type N", checks["TableFits"].Detail, StringComparison.Ordinal);
        Assert.Equal(DdbCheckStatus.NotRun, checks["ItemsTested"].Status);
        Assert.Equal("WrongKeyType", (await Assert.ThrowsAsync<DdbException>(planned.CopyAsync)).ErrorId);
        await AssertUntouchedAsync(planned);
    }

    [Fact]
    public async Task AnotherKeyAndAMissingValueAreTold()
    {
        await using var planned = await PlannedTable.OfExampleAsync(engine, "tenant-prefix", Shop.Items(2));
        var text = await File.ReadAllTextAsync(planned.PlanPath);
        await File.WriteAllTextAsync(planned.PlanPath, text.Replace("\"tenant\": \"eu\"", "", StringComparison.Ordinal));
        var variables = (await planned.TestAsync())["VariablesGiven"];
        Assert.Equal((DdbCheckStatus.Fail, "tenant"), (variables.Status, variables.Actual));
        Assert.Equal("MappingVariableMissing", (await Assert.ThrowsAsync<DdbException>(planned.CopyAsync)).ErrorId);

        await File.WriteAllTextAsync(planned.PlanPath, text.Replace("\"name\": \"SK\"", "\"name\": \"Sort\"", StringComparison.Ordinal));
        var key = (await planned.TestAsync())["TableFits"];
        Assert.Equal((DdbCheckStatus.Fail, "WrongKeySchema"), (key.Status, key.Actual));
        await AssertUntouchedAsync(planned);
    }

    private static async Task AssertUntouchedAsync(PlannedTable planned, bool dryRunFails = false)
    {
        if (dryRunFails)
        {
            var run = await planned.Table.CopyAsync(options => PlanOptions.Combine(planned.Plan, options with { DryRun = true }, null, null));
            Assert.Equal("MigrationIncomplete", run.Error!.ErrorId);
        }

        Assert.Equal(0, planned.Table.WriteCalls);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
