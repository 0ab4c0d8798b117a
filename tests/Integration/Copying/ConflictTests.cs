using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Copying;

/// <summary>Nothing is overwritten: what stands under a target key stays as it is and is told of.</summary>
public sealed class ConflictTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject Old = ItemJson.Of("ENTITY#a", "#META",
        ("name", ItemJson.S("old")), ("n", ItemJson.N(1)), ("gone", ItemJson.Null()), ("same", ItemJson.S("same")));

    [Fact]
    public async Task AnotherItemUnderTheTargetKeyIsAConflictAndStays()
    {
        var taken = ExpectedTable.CopyOf(Old, MigratingTable.NamespaceId)
            .With("name", ItemJson.S("taken")).With("n", ItemJson.S("1")).With("gone", null).With("added", ItemJson.N(7));
        await using var table = await MigratingTable.CreateAsync(engine, [Old, taken, .. ItemJson.Plain(50)]);
        var before = await table.ContentsAsync();

        var run = await table.CopyAsync();

        Assert.Equal((DdbMigrationOutcome.Incomplete, 51L, 50L, 1L), (run.Result.Outcome, run.Result.Candidates, run.Result.Written, run.Result.Conflicts));
        var report = Assert.Single(run.Result.Reports);
        Assert.Equal((DdbItemReason.Conflict, Old.KeyText(), taken.KeyText()), (report.Reason, report.SourceKey, report.TargetKey));
        Assert.Equal("added gone n name", string.Join(' ', report.Attributes));
        ItemAssert.Equal(taken, await table.GetCopyAsync(Old));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task ARunWithAConflictEndsWithAnErrorThatNamesTheItem()
    {
        var taken = ExpectedTable.CopyOf(Old, MigratingTable.NamespaceId).With("name", ItemJson.S("taken"));
        await using var table = await MigratingTable.CreateAsync(engine, [Old, taken]);

        var error = (await table.CopyAsync()).Error!;

        Assert.Equal(("MigrationIncomplete", DdbErrorKind.Incomplete, table.Name), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("1 conflicts", error.Message, StringComparison.Ordinal);
        Assert.Contains("ENTITY#a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AConflictIsOneAtEveryRun()
    {
        var taken = ExpectedTable.CopyOf(Old, MigratingTable.NamespaceId).With("name", ItemJson.S("taken"));
        await using var table = await MigratingTable.CreateAsync(engine, [Old, taken, .. ItemJson.Plain(3)]);
        var first = (await table.CopyAsync()).Result;

        var second = (await table.CopyAsync()).Result;

        Assert.Equal((3L, 1L), (first.Written, first.Conflicts));
        Assert.Equal((0L, 3L, 1L), (second.Written, second.AlreadyMigrated, second.Conflicts));
        ItemAssert.Equal(taken, await table.GetCopyAsync(Old));
    }

    [Fact]
    public async Task ACopyWrittenByAnotherInOtherWordsIsNoConflict()
    {
        var old = ItemJson.Of("ENTITY#b", "#META",
            ("n", ItemJson.Value("""{"N":"100"}""")), ("set", ItemJson.Value("""{"SS":["x","y"]}""")), ("map", ItemJson.Value("""{"M":{"a":{"N":"0.5"},"b":{"L":[]}}}""")));
        var same = ExpectedTable.CopyOf(old, MigratingTable.NamespaceId)
            .With("n", ItemJson.Value("""{"N":"1.00E2"}""")).With("set", ItemJson.Value("""{"SS":["y","x"]}"""))
            .With("map", ItemJson.Value("""{"M":{"b":{"L":[]},"a":{"N":"5e-1"}}}"""));
        await using var table = await MigratingTable.CreateAsync(engine, [old, same]);

        var result = await table.CopyAllAsync();

        Assert.Equal((0L, 1L), (result.Written, result.AlreadyMigrated));
    }

    [Fact]
    public async Task ManyConflictsAreAllCountedAndTheFirstReported()
    {
        var items = ItemJson.Plain(300).ToList();
        var taken = items.Select(item => ExpectedTable.CopyOf(item, MigratingTable.NamespaceId).With("name", ItemJson.S("taken"))).ToList();
        await using var table = await MigratingTable.CreateAsync(engine, [.. items, .. taken]);
        var before = await table.ContentsAsync();

        var result = (await table.CopyAsync()).Result;

        Assert.Equal((300L, 300L), (result.Candidates, result.Conflicts));
        Assert.InRange(result.Reports.Count, 100, 300);
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task AnItemThatAppearsUnderTheTargetKeyBeforeTheWriteStays()
    {
        await using var table = await MigratingTable.CreateAsync(engine, [Old]);
        var taken = ExpectedTable.CopyOf(Old, MigratingTable.NamespaceId).With("name", ItemJson.S("first"));
        var moment = table.Before(r => Intervention.Writes(r, "INSERT", taken.Text("PK")), () => table.PutAsync(taken));

        var result = (await table.CopyAsync()).Result;

        Assert.True(moment.Happened);
        Assert.Equal((0L, 1L), (result.Written, result.Conflicts));
        ItemAssert.Equal(taken, await table.GetCopyAsync(Old));
    }
}
