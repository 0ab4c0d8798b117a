using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Undo;

/// <summary>Mappings of a user's own go back too, where they can.</summary>
public sealed class OwnMappingTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const string Overwriting = """{"name":"overwrite","match":{"PK":{"pattern":"^ENTITY#"}},"set":{"PK":"v2/${PK}","name":"moved"}}""";

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
    [InlineData("""{"name":"lossy","match":{"PK":{"pattern":"^ENTITY#user-(?<number>[0-9]+)$"}},"set":{"PK":"user/${number}"}}""")]
    [InlineData("""{"name":"constant","match":{"SK":{"pattern":"^#META$"}},"set":{"SK":"v2"}}""")]
    public async Task AMappingWithoutAWayBackSaysSoBeforeAnythingHappens(string rule)
    {
        using var mapping = new TestMapping(rule);
        await using var table = await CreateAsync();
        Assert.Null((await table.CopyAsync(o => o with { Mapping = mapping.Path })).Error);
        var before = await table.ContentsAsync();
        table.Proxy.Log.Clear();

        foreach (var isDryRun in new[] { false, true })
        {
            var error = await Assert.ThrowsAsync<DdbException>(() => table.UndoAsync(o => o with { Mapping = mapping.Path, DryRun = isDryRun }));
            Assert.Equal(("MappingHasNoInverse", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
        }

        Assert.Equal((0, 0), (table.WriteCalls, table.Proxy.Log.Count("Scan")));
        await table.AssertHoldsAsync(before);
    }

    private Task<MigratingTable> CreateAsync() => MigratingTable.CreateAsync(engine, [.. ItemJson.Plain(40), ItemJson.Of("OTHER#x", "#META")], isRegistered: false);
}
