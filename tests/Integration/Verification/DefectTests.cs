using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Verification;

/// <summary>Each defect of a migrated table is found and named.</summary>
public sealed class DefectTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject Old = ItemJson.Of("ENTITY#u/1", "#BUCKET#gpt-4",
        ("rf", ItemJson.N(100)), ("tokens", ItemJson.N(5)), ("GSI1PK", ItemJson.S("PARENT#p")), ("GSI1SK", ItemJson.S("CHILD#u")));

    private static JsonObject Copy => ExpectedTable.CopyOf(Old, MigratingTable.NamespaceId);

    [Fact]
    public async Task AMissingCopyIsNamed()
    {
        await using var table = await CreateAsync(isDeleted: false);
        await table.Raw.DeleteAsync(table.Name, Copy.Text("PK"), Copy.Text("SK"));

        var checks = await table.VerifyAsync();

        AssertOnly(checks, "CopiesPresent", DdbCheckStatus.Fail, Old.KeyText(), "OldItemsRemoved");
        AssertDifference(table, DdbDifferenceKind.MissingCopy, Old.KeyText(), Copy.KeyText(), "");
    }

    [Fact]
    public async Task ADifferentCopyIsNamedWithItsAttributes()
    {
        await using var table = await CreateAsync(isDeleted: false);
        await table.PutAsync(Copy.With("tokens", ItemJson.S("5")).With("more", ItemJson.Null()));

        var checks = await table.VerifyAsync();

        AssertOnly(checks, "CopiesEqual", DdbCheckStatus.Fail, Old.KeyText(), "OldItemsRemoved");
        AssertDifference(table, DdbDifferenceKind.DifferentCopy, Old.KeyText(), Copy.KeyText(), "more tokens");
    }

    [Fact]
    public async Task AnOlderCopyIsADifferentOne()
    {
        await using var table = await CreateAsync(isDeleted: false);
        await table.PutAsync(Copy.With("rf", ItemJson.N(99)));

        AssertOnly(await table.VerifyAsync(), "CopiesEqual", DdbCheckStatus.Fail, Old.KeyText(), "OldItemsRemoved");
        AssertDifference(table, DdbDifferenceKind.DifferentCopy, Old.KeyText(), Copy.KeyText(), "rf");
    }

    [Fact]
    public async Task ANewerCopyIsNoFault()
    {
        await using var table = await CreateAsync(isDeleted: false);
        await table.PutAsync(Copy.With("rf", ItemJson.N(101)).With("tokens", ItemJson.N(4)));

        var checks = await table.VerifyAsync();

        AssertOnly(checks, "OldItemsRemoved", DdbCheckStatus.Warn, "");
        Assert.Contains("1 newer", checks["CopiesEqual"].Actual, StringComparison.Ordinal);
        Assert.Empty(table.Differences);
    }

    [Theory]
    [InlineData("GSI1PK", "PARENT#p", "GSI1PK")]
    [InlineData("GSI1PK", "other/PARENT#p", "GSI1PK")]
    [InlineData("GSI4PK", "other", "GSI4PK")]
    [InlineData("GSI4SK", "a7x3kq/ENTITY#other", "GSI4SK")]
    [InlineData("GSI4SK", "ENTITY#u/1", "GSI4SK")]
    [InlineData("GSI4PK", null, "GSI4PK")]
    [InlineData("GSI4SK", null, "GSI4SK")]
    public async Task WrongIndexKeysOfANamespacesItemAreNamed(string attribute, string? value, string named)
    {
        await using var table = await CreateAsync(isDeleted: true);
        await table.PutAsync(Copy.With(attribute, value is null ? null : ItemJson.S(value)));

        var checks = await table.VerifyAsync();

        AssertOnly(checks, "NamespaceKeys", DdbCheckStatus.Fail, Copy.KeyText());
        AssertDifference(table, DdbDifferenceKind.WrongNamespaceKeys, null, Copy.KeyText(), named);
    }

    [Fact]
    public async Task UnknownNamespaceIdsAreNamedAndKnownOnesAreNot()
    {
        await using var table = await CreateAsync(isDeleted: true);
        await NamespaceOperations.RegisterAsync(table.Connection, table.Name, "deleted", "deleted-id", CancellationToken.None);
        await NamespaceOperations.UnregisterAsync(table.Connection, table.Name, "deleted", null, CancellationToken.None);
        await NamespaceOperations.RegisterAsync(table.Connection, table.Name, "other", "other-id", CancellationToken.None);
        await table.Raw.LoadAsync(table.Name,
        [
            ItemJson.Of("deleted-id/ENTITY#x", "#META"), ItemJson.Of("other-id/ENTITY#x", "#META"),
            ItemJson.Of("zz9/ENTITY#x", "#META"), ItemJson.Of("zz9/ENTITY#y", "#META"), ItemJson.Of("no-hash/at-all", "x"),
        ]);

        var checks = await table.VerifyAsync();

        AssertOnly(checks, "NamespacesKnown", DdbCheckStatus.Warn, "zz9 (2)");
        Assert.Contains("no-hash (1)", checks["NamespacesKnown"].Detail, StringComparison.Ordinal);
        Assert.Equal("no-hash/at-all zz9/ENTITY#x zz9/ENTITY#y", string.Join(' ', table.Differences
            .Select(difference => difference.TargetKey!["PK=".Length..difference.TargetKey!.IndexOf(',', StringComparison.Ordinal)]).Order(StringComparer.Ordinal)));
        Assert.All(table.Differences, difference => Assert.Equal(DdbDifferenceKind.UnknownNamespace, difference.Kind));
    }

    [Fact]
    public async Task AMissingVersionRecordFails()
    {
        await using var table = await CreateAsync(isDeleted: true);
        await table.Raw.DeleteAsync(table.Name, "_/SYSTEM#", "#VERSION");

        AssertOnly(await table.VerifyAsync(), "VersionRecord", DdbCheckStatus.Fail, "");
    }

    [Fact]
    public async Task ItemsThatOnlyStandUnderNewKeysAreNoFault()
    {
        await using var table = await CreateAsync(isDeleted: false);
        await table.Raw.LoadAsync(table.Name, ItemJson.Plain(30)
            .Select(item => ExpectedTable.CopyOf(item, MigratingTable.NamespaceId).With("SK", ItemJson.S("#WRITTEN-BY-A-NEW-CLIENT"))));

        AssertOnly(await table.VerifyAsync(), "OldItemsRemoved", DdbCheckStatus.Warn, "");
        Assert.Empty(table.Differences);
    }

    [Fact]
    public async Task ManyDefectsAreAllCounted()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(600));
        await table.CopyAllAsync();
        for (var i = 1; i <= 600; i += 5)
            await table.Raw.DeleteAsync(table.Name, $"a7x3kq/ENTITY#user-{i}", "#META");
        foreach (var item in ItemJson.Plain(600).Where((_, index) => index % 6 == 1))
            await table.PutAsync(ExpectedTable.CopyOf(item, MigratingTable.NamespaceId).With("name", ItemJson.S("other")));

        var checks = await table.VerifyAsync();

        // Of every thirtieth item the copy was first deleted and then put with another name.
        Assert.Contains("100 of 600", checks["CopiesPresent"].Actual, StringComparison.Ordinal);
        Assert.Contains("100 copies", checks["CopiesEqual"].Actual, StringComparison.Ordinal);
        Assert.Equal(200, table.Differences.Count);
    }

    private async Task<MigratingTable> CreateAsync(bool isDeleted)
    {
        var table = await MigratingTable.CreateAsync(engine, [Old, .. SampleTable.Items(80, 95)]);
        Assert.Null((await table.CopyAsync(o => o with { Delete = isDeleted })).Error);
        return table;
    }

    private static void AssertOnly(Dictionary<string, DdbMigrationCheck> checks, string name, DdbCheckStatus status, string detail, string? alsoWarned = null)
    {
        Assert.Equal(status, checks[name].Status);
        Assert.Contains(detail, checks[name].Detail ?? "", StringComparison.Ordinal);
        Assert.NotNull(checks[name].Remedy);
        // The local engine counts no items of an index.
        Assert.All(checks.Values.Where(check => check.Name != name && check.Name != "IndexItemCount"), check =>
            Assert.Equal((check.Name, check.Name == alsoWarned ? DdbCheckStatus.Warn : DdbCheckStatus.Pass), (check.Name, check.Status)));
    }

    private static void AssertDifference(MigratingTable table, DdbDifferenceKind kind, string? sourceKey, string? targetKey, string attributes)
    {
        var difference = Assert.Single(table.Differences);
        Assert.Equal((table.Name, kind, sourceKey, targetKey), (difference.TableName, difference.Kind, difference.SourceKey, difference.TargetKey));
        Assert.Equal(attributes, string.Join(' ', difference.Attributes));
    }
}
