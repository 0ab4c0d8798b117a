using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>An item that no rule is for would go down with its table: it is named, unless a rule says that it stays.</summary>
public sealed class UnmatchedTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    private static readonly JsonObject Audit = ItemJson.Of("AUDIT#1", "A", ("n", ItemJson.N(1)));
    private static readonly JsonObject Note = ItemJson.Of("NOTE#1", "A", ("n", ItemJson.N(2)));

    [Fact]
    public async Task AnItemWithoutARuleIsNamedAndTheOthersGoOver()
    {
        var items = ItemJson.Plain(30).ToList();
        await using var mapping = await MappingFile.CreateAsync(Document(""));
        await using var tables = await TwoTables.CreateAsync(engines, [.. items, Audit]);
        tables.Mapping = mapping.Path;

        var planned = await tables.CopyAsync(o => o with { DryRun = true });
        Assert.Equal((30L, 1L), (planned.Result.ToWrite, planned.Result.Failed));
        var run = await tables.CopyAsync(o => o with { Delete = true });

        Assert.Equal((DdbMigrationOutcome.Incomplete, 30L, 1L, 0L), (run.Result.Outcome, run.Result.Written, run.Result.Failed, run.Result.Deleted));
        var report = Assert.Single(run.Result.Reports);
        Assert.Equal((DdbItemReason.Failed, Audit.KeyText()), (report.Reason, report.SourceKey));
        Assert.Equal(
            $"No rule of the mapping 'entities' matches it, so it stays in table '{tables.Source.Name}'. Add a rule for it, or one with \"leave\": true.", report.Detail);
        await tables.Target.AssertHoldsAsync(items);

        var check = (await tables.VerifyAsync())["ItemsMatched"];
        Assert.Equal((DdbCheckStatus.Fail, $"1 items without, which stay in table {tables.Source.Name}"), (check.Status, check.Actual));
        Assert.Contains(Audit.KeyText(), check.Detail, StringComparison.Ordinal);
        var difference = Assert.Single(tables.Differences);
        Assert.Equal((DdbDifferenceKind.Unmatched, tables.Source.Name, Audit.KeyText()), (difference.Kind, difference.TableName, difference.SourceKey));

        var deleted = await tables.DeleteAsync();
        Assert.Equal(("MigrationIncomplete", 30L, 1L), (deleted.Error!.ErrorId, deleted.Result.Deleted, deleted.Result.Failed));
        await tables.Source.AssertHoldsAsync([Audit]);
    }

    [Fact]
    public async Task AnItemThatARuleLeavesStaysWithoutAWord()
    {
        var items = ItemJson.Plain(30).ToList();
        await using var mapping = await MappingFile.CreateAsync(Document("""{ "name": "audit", "match": { "PK": { "pattern": "^AUDIT#" } }, "leave": true },"""));
        await using var tables = await TwoTables.CreateAsync(engines, [.. items, Audit]);
        tables.Mapping = mapping.Path;

        Assert.Equal(30, (await tables.CopyAllAsync()).Written);
        Assert.Equal(DdbCheckStatus.Pass, (await tables.VerifyAsync())["ItemsMatched"].Status);
        await tables.DeleteAllAsync();

        await tables.Source.AssertHoldsAsync([Audit]);
        await tables.Target.AssertHoldsAsync(items);
        Assert.Equal(DdbCheckStatus.Pass, (await tables.VerifyAsync())["ItemsMatched"].Status);
    }

    [Fact]
    public async Task AnItemWithoutARuleThatComesLaterIsNamedByTheCatchUp()
    {
        var items = ItemJson.Plain(10).ToList();
        await using var mapping = await MappingFile.CreateAsync(Document("""{ "name": "audit", "match": { "PK": { "pattern": "^AUDIT#" } }, "leave": true },"""));
        await using var tables = await TwoTables.CreateAsync(engines, items);
        tables.Mapping = mapping.Path;
        await tables.Source.EnableStreamAsync();
        await tables.CopyAllAsync();
        await tables.Source.PutAsync(Audit);
        await tables.Source.PutAsync(Note);

        var run = await tables.SyncAsync();

        Assert.Equal(("CatchUpIncomplete", 1L), (run.Error!.ErrorId, run.Result.Failed));
        var report = Assert.Single(run.Result.Reports);
        Assert.Equal(Note.KeyText(), report.SourceKey);
        Assert.Contains("no rule of the mapping matches it, and none says that it stays", report.Detail, StringComparison.Ordinal);
        await tables.Target.AssertHoldsAsync(items);
    }

    [Fact]
    public async Task ACopyStaysWhoseItemNoRuleIsForAnyMore()
    {
        var items = ItemJson.Plain(10).ToList();
        await using var mapping = await MappingFile.CreateAsync(Document("", """, "old": { "exists": false }"""));
        await using var tables = await TwoTables.CreateAsync(engines, items);
        tables.Mapping = mapping.Path;
        await tables.Source.EnableStreamAsync();
        await tables.CopyAllAsync();
        await tables.Source.PutAsync(items[3].With("old", ItemJson.S("yes")));

        var run = await tables.SyncAsync();

        Assert.Equal(("CatchUpIncomplete", 1L, 0L), (run.Error!.ErrorId, run.Result.Failed, run.Result.Deleted));
        await tables.Target.AssertHoldsAsync(items);
    }

    private static string Document(string first, string more = "") => $$"""
        { "format": "dynamonamespace/mapping/1", "name": "entities", "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
          "rules": [ {{first}} { "name": "entity", "match": { "PK": { "pattern": "^ENTITY#" }{{more}} } } ] }
        """;
}
