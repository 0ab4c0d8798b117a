using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Deletion;

/// <summary>An old item whose copy is not proven stays, with the reason told.</summary>
public sealed class KeptItemTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject Bucket = ItemJson.Of("ENTITY#u", "#BUCKET#gpt-4", ("rf", ItemJson.N(100)), ("b_rpm_tk", ItemJson.N(5)));

    private static JsonObject Copy => ExpectedTable.CopyOf(Bucket, MigratingTable.NamespaceId);

    [Fact]
    public async Task WithoutACopyItStays()
    {
        await using var table = await CreateAsync(copy: null);
        var report = await DeleteAllButTheBucketAsync(table);
        Assert.Contains("no copy", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithAChangedCopyItStays()
    {
        await using var table = await CreateAsync(Copy.With("b_rpm_tk", ItemJson.N(4)));
        var report = await DeleteAllButTheBucketAsync(table);
        Assert.Equal("b_rpm_tk", string.Join(' ', report.Attributes));
    }

    [Fact]
    public async Task WithACopyThatLacksAnAttributeItStays()
    {
        await using var table = await CreateAsync(Copy.With("b_rpm_tk", null));
        var report = await DeleteAllButTheBucketAsync(table);
        Assert.Equal("b_rpm_tk", string.Join(' ', report.Attributes));
    }

    [Fact]
    public async Task WithACopyThatHasAnAttributeMoreItStays()
    {
        await using var table = await CreateAsync(Copy.With("more", ItemJson.Null()));
        var report = await DeleteAllButTheBucketAsync(table);
        Assert.Equal("more", string.Join(' ', report.Attributes));
    }

    [Fact]
    public async Task WithAnOlderCopyItStays()
    {
        await using var table = await CreateAsync(Copy.With("rf", ItemJson.N(99)));
        var report = await DeleteAllButTheBucketAsync(table);
        Assert.Equal("rf", string.Join(' ', report.Attributes));
        Assert.Contains("rf", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithTheSameIndexKeysMissingItStays()
    {
        await using var table = await CreateAsync(Copy.With("GSI4PK", null).With("GSI4SK", null));
        var report = await DeleteAllButTheBucketAsync(table);
        Assert.Equal("GSI4PK GSI4SK", string.Join(' ', report.Attributes));
    }

    [Fact]
    public async Task WithANewerCopyItGoes()
    {
        var newer = Copy.With("rf", ItemJson.N(101)).With("b_rpm_tk", ItemJson.N(1)).With("more", ItemJson.S("x"));
        await using var table = await CreateAsync(newer);

        var run = await table.DeleteAsync();

        Assert.Null(run.Error);
        Assert.Equal(21, run.Result.Deleted);
        Assert.Null(await table.GetAsync(Bucket));
        ItemAssert.Equal(newer, await table.GetCopyAsync(Bucket));
    }

    [Fact]
    public async Task WithACopyInAnotherNamespaceItStays()
    {
        await using var table = await CreateAsync(ExpectedTable.CopyOf(Bucket, "another"));
        await DeleteAllButTheBucketAsync(table);
    }

    /// <summary>The bucket's copy as given, and 20 other items with their copies.</summary>
    private async Task<MigratingTable> CreateAsync(JsonObject? copy)
    {
        var others = ItemJson.Plain(20).ToList();
        return await MigratingTable.CreateAsync(engine,
            [Bucket, .. others, .. others.Select(item => ExpectedTable.CopyOf(item, MigratingTable.NamespaceId)), .. copy is null ? [] : new[] { copy }]);
    }

    private static async Task<DdbItemReport> DeleteAllButTheBucketAsync(MigratingTable table)
    {
        var before = await table.ContentsAsync();

        var run = await table.DeleteAsync();

        Assert.Equal("MigrationIncomplete", run.Error!.ErrorId);
        Assert.Equal((DdbMigrationOutcome.Incomplete, 21L, 20L, 1L), (run.Result.Outcome, run.Result.Candidates, run.Result.Deleted, run.Result.Kept));
        foreach (var item in ItemJson.Plain(20))
            before.Remove(before.KeyOf(item));
        await table.AssertHoldsAsync(before);
        var report = Assert.Single(run.Result.Reports);
        Assert.Equal((DdbItemReason.Kept, Bucket.KeyText(), Copy.KeyText()), (report.Reason, report.SourceKey, report.TargetKey));
        return report;
    }
}
