using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Undo;

/// <summary>What clients changed or made meanwhile is not lost to an undo that was not told to take it.</summary>
public sealed class ChangedCopyTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject Old = ItemJson.Plain(1).Single();
    private static readonly JsonObject Copy = ExpectedTable.CopyOf(Old, MigratingTable.NamespaceId);
    private static readonly JsonObject Changed = Copy.With("n", ItemJson.N(77));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACopyThatWasChangedStaysAndGoesOnlyWhenAskedFor(bool deletes)
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();
        if (deletes)
            await table.DeleteAllAsync();
        await table.PutAsync(Changed);
        // Where the old item still stands, it stays; where it is gone, it comes back with what the client wrote.
        var old = deletes ? Old.With("n", ItemJson.N(77)) : Old;

        for (var time = 1; time <= 2; time++)
        {
            var undone = await table.UndoAsync();
            Assert.Equal("UndoIncomplete", undone.Error!.ErrorId);
            Assert.Equal((1L, DdbMigrationOutcome.Incomplete), (undone.Result.Changed, undone.Result.Outcome));
            var report = Assert.Single(undone.Result.Reports);
            Assert.Equal((DdbItemReason.Changed, Old.KeyText(), Copy.KeyText()), (report.Reason, report.SourceKey, report.TargetKey));
            ItemAssert.Equal(Changed, (await table.GetCopyAsync(Old))!);
            ItemAssert.Equal(old, (await table.GetAsync(Old))!);
            Assert.Equal(before.Count + 1, (await table.ContentsAsync()).Count);
        }

        var included = await table.UndoAsync(o => o with { IncludeChanged = true });
        Assert.Null(included.Error);
        before[before.KeyOf(old)] = old;
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task IncludeChangedRebuildsTheOldItemWithTheCopysValuesAtOnce()
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();
        await table.DeleteAllAsync();
        await table.PutAsync(Changed);

        var undone = await table.UndoAsync(o => o with { IncludeChanged = true });

        Assert.Null(undone.Error);
        Assert.Equal((20, 20, 0), (undone.Result.Restored, undone.Result.Removed, undone.Result.Changed));
        before[before.KeyOf(Old)] = Old.With("n", ItemJson.N(77));
        await table.AssertHoldsAsync(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnItemThatANewClientMadeStaysAndGoesOnlyWhenAskedFor(bool deletes)
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();
        if (deletes)
            await table.DeleteAllAsync();
        var made = ItemJson.Of("ENTITY#made", "#META", ("n", ItemJson.N(1)));
        await table.PutAsync(ExpectedTable.CopyOf(made, MigratingTable.NamespaceId));

        var undone = await table.UndoAsync();
        Assert.Equal((1L, 20L), (undone.Result.Changed, undone.Result.Removed));
        Assert.Equal(made.KeyText(), Assert.Single(undone.Result.Reports).SourceKey);
        Assert.Null(await table.GetAsync(made));
        Assert.NotNull(await table.GetCopyAsync(made));

        Assert.Null((await table.UndoAsync(o => o with { IncludeChanged = true })).Error);
        before.Add(made);
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task ACopyWhoseIndexKeysNoLongerFitIsLeft()
    {
        await using var table = await CreateAsync();
        await table.CopyAllAsync();
        await table.DeleteAllAsync();
        var odd = Copy.With("GSI4SK", ItemJson.S("elsewhere"));
        await table.PutAsync(odd);

        foreach (var includesChanged in new[] { false, true })
        {
            var undone = await table.UndoAsync(o => o with { IncludeChanged = includesChanged });
            Assert.Equal(1, undone.Result.Changed);
            Assert.Equal("GSI4SK", Assert.Single(Assert.Single(undone.Result.Reports).Attributes));
            ItemAssert.Equal(odd, (await table.GetCopyAsync(Old))!);
        }
    }

    [Fact]
    public async Task AnOldItemThatAnOldClientMadeAgainIsNotOverwritten()
    {
        await using var table = await CreateAsync();
        await table.CopyAllAsync();
        await table.DeleteAllAsync();
        var again = Old.With("n", ItemJson.N(5));
        await table.PutAsync(again);

        var undone = await table.UndoAsync();

        Assert.Equal((19, 19, 1), (undone.Result.Restored, undone.Result.Removed, undone.Result.Changed));
        ItemAssert.Equal(again, (await table.GetAsync(Old))!);
        ItemAssert.Equal(Copy, (await table.GetCopyAsync(Old))!);
    }

    [Fact]
    public async Task AnOldItemThatAnOldClientMakesAtTheMomentOfItsReturnIsNotOverwritten()
    {
        await using var table = await CreateAsync();
        await table.CopyAllAsync();
        await table.DeleteAllAsync();
        var again = Old.With("n", ItemJson.N(5));
        var meeting = table.Before(request => Intervention.Writes(request, "INSERT", Old.Text("PK")), () => table.PutAsync(again));

        var undone = await table.UndoAsync();

        Assert.True(meeting.Happened);
        Assert.Equal(1, undone.Result.Changed);
        ItemAssert.Equal(again, (await table.GetAsync(Old))!);
        ItemAssert.Equal(Copy, (await table.GetCopyAsync(Old))!);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task ACopyThatANewClientChangesAtTheMomentOfItsRemovalIsNotLost(bool deletes, bool addsAttribute)
    {
        await using var table = await CreateAsync();
        await table.CopyAllAsync();
        if (deletes)
            await table.DeleteAllAsync();
        var changed = addsAttribute ? Copy.With("unheard_of", ItemJson.S("new")) : Changed;
        var meeting = table.Before(request => Intervention.Writes(request, "DELETE", Copy.Text("PK")), () => table.PutAsync(changed));

        var undone = await table.UndoAsync();

        Assert.True(meeting.Happened);
        Assert.Equal(("UndoIncomplete", 1L), (undone.Error!.ErrorId, undone.Result.Changed));
        ItemAssert.Equal(changed, (await table.GetCopyAsync(Old))!);
        Assert.NotNull(await table.GetAsync(Old));
    }

    [Fact]
    public async Task AfterAnUndoThatLeftACopyTheMigrationGoesOnFromIt()
    {
        await using var table = await CreateAsync();
        await table.CopyAllAsync();
        await table.DeleteAllAsync();
        await table.PutAsync(Changed);
        Assert.NotNull((await table.UndoAsync()).Error);

        var copied = await table.CopyAllAsync();
        Assert.Equal((19, 1), (copied.Written, copied.AlreadyMigrated));
        await table.DeleteAllAsync();
        ItemAssert.Equal(Changed, (await table.GetCopyAsync(Old))!);

        await table.UndoAllAsync();
        ItemAssert.Equal(Old.With("n", ItemJson.N(77)), (await table.GetAsync(Old))!);
        Assert.Null(await table.GetCopyAsync(Old));
        Assert.False(File.Exists(RunFolder.At(table.CheckpointPath).DeletionsPath));
    }

    private Task<MigratingTable> CreateAsync() => MigratingTable.CreateAsync(engine, ItemJson.Plain(20));
}
