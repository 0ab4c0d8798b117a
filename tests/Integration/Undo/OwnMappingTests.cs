using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Undo;

/// <summary>Mappings of a user's own go back too, where they can.</summary>
public sealed class OwnMappingTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const string Overwriting = """{"name":"overwrite","match":{"PK":{"pattern":"^ENTITY#"}},"set":{"PK":"v2/${PK}","name":"moved"}}""";

    private const string Lossy = """{"name":"lossy","match":{"PK":{"pattern":"^ENTITY#user-(?<number>[0-9]+)$"}},"set":{"PK":"user/${number}"}}""";
    private const string Constant = """{"name":"constant","match":{"SK":{"pattern":"^#META$"}},"set":{"SK":"v2"}}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatTheMappingOverwroteComesBack(bool deletes)
    {
        using var mapping = new TestMapping(Overwriting);
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        Assert.Null((await table.CopyAsync(o => o with { Mapping = mapping.Path })).Error);
        if (deletes)
            Assert.Null((await table.DeleteAsync(o => o with { Mapping = mapping.Path })).Error);

        var undone = await table.UndoAsync(o => o with { Mapping = mapping.Path });

        Assert.Null(undone.Error);
        Assert.Equal((40, deletes ? 40 : 0), (undone.Result.Removed, undone.Result.Restored));
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task AnUndoThatWasStoppedBetweenGoesOn()
    {
        using var mapping = new TestMapping(Overwriting);
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        Assert.Null((await table.CopyAsync(o => o with { Mapping = mapping.Path })).Error);
        Assert.Null((await table.DeleteAsync(o => o with { Mapping = mapping.Path })).Error);
        await table.StopAtAsync("BatchExecuteStatement", 2, token => table.UndoAsync(o => o with { Mapping = mapping.Path, ThrottleLimit = 1 }, token));

        Assert.Null((await table.UndoAsync(o => o with { Mapping = mapping.Path })).Error);
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task AChangedCopyIsNotTakenForOneBecauseItsOldItemCameBackAsItWas()
    {
        using var mapping = new TestMapping(Overwriting);
        await using var table = await CreateAsync();
        Assert.Null((await table.CopyAsync(o => o with { Mapping = mapping.Path })).Error);
        Assert.Null((await table.DeleteAsync(o => o with { Mapping = mapping.Path })).Error);
        var old = ItemJson.Plain(1).Single();
        var changed = old.With("PK", ItemJson.S("v2/" + old.Text("PK"))).With("name", ItemJson.S("moved")).With("n", ItemJson.N(77));
        await table.PutAsync(changed);
        await table.PutAsync(old);

        var undone = await table.UndoAsync(o => o with { Mapping = mapping.Path });

        Assert.Equal(1, undone.Result.Changed);
        ItemAssert.Equal(changed, (await table.GetAsync(changed))!);
        ItemAssert.Equal(old, (await table.GetAsync(old))!);
    }

    [Theory]
    [InlineData(Lossy, false)]
    [InlineData(Lossy, true)]
    [InlineData(Constant, false)]
    [InlineData(Constant, true)]
    public async Task AMappingWithoutAnInverseIsTakenBackByItsOldItems(string rule, bool deletes)
    {
        using var mapping = new TestMapping(rule);
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        Assert.Null((await table.CopyAsync(o => o with { Mapping = mapping.Path })).Error);
        if (deletes)
            Assert.Null((await table.DeleteAsync(o => o with { Mapping = mapping.Path })).Error);
        var migrated = await table.ContentsAsync();
        var planned = await table.UndoAsync(o => o with { Mapping = mapping.Path, DryRun = true });
        await table.AssertHoldsAsync(migrated);

        var undone = await table.UndoAsync(o => o with { Mapping = mapping.Path });

        Assert.Null(undone.Error);
        Assert.Equal((planned.Result.ToRestore, deletes ? 0 : planned.Result.ToRemove), (undone.Result.Restored, deletes ? 0 : undone.Result.Removed));
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task AnUndoWithoutAnInverseThatWasStoppedGoesOnAndLeavesWhatNewClientsDid()
    {
        using var mapping = new TestMapping(Lossy);
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        Assert.Null((await table.CopyAsync(o => o with { Mapping = mapping.Path })).Error);
        Assert.Null((await table.DeleteAsync(o => o with { Mapping = mapping.Path })).Error);
        var own = ItemJson.Of("user/new", "#META");
        await table.PutAsync(own);
        await table.StopAtAsync("BatchExecuteStatement", 2, token => table.UndoAsync(o => o with { Mapping = mapping.Path, ThrottleLimit = 1 }, token));

        Assert.Null((await table.UndoAsync(o => o with { Mapping = mapping.Path })).Error);
        await table.AssertHoldsAsync(TableContents.Of(before.Values.Append(own)));
    }

    private Task<MigratingTable> CreateAsync() => MigratingTable.CreateAsync(engine, [.. ItemJson.Plain(40), ItemJson.Of("OTHER#x", "#META")], isRegistered: false);
}
