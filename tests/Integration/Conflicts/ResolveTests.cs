using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Registry;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Conflicts;

/// <summary>Each side can be chosen, and the migration goes on afterwards.</summary>
public sealed class ResolveTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task TheOldItemReplacesTheItemThere()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, [old, copy, .. ItemJson.Plain(3)]);

        var audience = await table.ResolveAsync(DdbConflictSide.Source);

        var resolution = Assert.Single(audience.Resolutions);
        Assert.Equal((DdbResolutionOutcome.Resolved, DdbConflictSide.Source, old.KeyText(), copy.KeyText()), (resolution.Outcome, resolution.Used, resolution.SourceKey, resolution.TargetKey));
        Assert.Contains($"replace the item at {copy.KeyText()} by the mapped old item at {old.KeyText()}; they differ in name, only_new, only_old", Assert.Single(audience.Asked), StringComparison.Ordinal);
        ItemAssert.Equal(ExpectedTable.CopyOf(old, MigratingTable.NamespaceId), await table.GetCopyAsync(old));
        Assert.Empty(table.Conflicts());
        Assert.Null((await table.DeleteAsync()).Error);
    }

    [Fact]
    public async Task TheItemThereReplacesTheOldItem()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, [old, copy, .. ItemJson.Plain(3)]);

        var resolution = Assert.Single((await table.ResolveAsync(DdbConflictSide.Target)).Resolutions);

        Assert.Equal((DdbResolutionOutcome.Resolved, DdbConflictSide.Target), (resolution.Outcome, resolution.Used));
        ItemAssert.Equal(ConflictTable.TakenBack(old, copy), await table.GetAsync(old));
        ItemAssert.Equal(copy, await table.GetCopyAsync(old));
        Assert.Null((await table.CopyAsync()).Error);
        Assert.Null((await table.DeleteAsync()).Error);
        ItemAssert.Equal(copy, await table.GetCopyAsync(old));
    }

    [Fact]
    public async Task TheNewerOldItemReplacesTheItemThere()
    {
        var (old, copy) = ConflictTable.Pair(clock: ItemJson.N(9), copyClock: ItemJson.N(8));
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);

        var audience = await table.ResolveAsync(DdbConflictSide.Newer);

        Assert.Equal(DdbConflictSide.Source, Assert.Single(audience.Resolutions).Used);
        Assert.Contains("Clock rf: old item 9, item there 8", Assert.Single(audience.Asked), StringComparison.Ordinal);
        ItemAssert.Equal(ExpectedTable.CopyOf(old, MigratingTable.NamespaceId), await table.GetCopyAsync(old));
    }

    [Theory]
    [InlineData(DdbConflictSide.Newer, true)]
    [InlineData(DdbConflictSide.Target, true)]
    [InlineData(DdbConflictSide.Source, false)]
    public async Task ACopyThatIsNewerByNowIsNoConflictUnlessTheOldItemIsAskedFor(DdbConflictSide use, bool isNone)
    {
        var (old, copy) = ConflictTable.Pair(clock: ItemJson.N(9), copyClock: ItemJson.N(8));
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        var newer = copy.With("rf", ItemJson.N(10));
        await table.PutAsync(newer);

        var audience = await table.ResolveAsync(use);

        Assert.Equal(isNone ? DdbResolutionOutcome.NoLongerAConflict : DdbResolutionOutcome.Resolved, Assert.Single(audience.Resolutions).Outcome);
        Assert.Equal(isNone ? 0 : 1, audience.Asked.Count);
        ItemAssert.Equal(isNone ? newer : ExpectedTable.CopyOf(old, MigratingTable.NamespaceId), await table.GetCopyAsync(old));
        Assert.Empty(table.Conflicts());
    }

    [Theory]
    [InlineData(null, null, "names no version clock")]
    [InlineData(7, 7, "old item 7, item there 7")]
    [InlineData(7, null, "old item 7, item there (absent)")]
    public async Task WhatNoClockDecidesIsLeftWithBothReadingsNamed(int? clock, int? copyClock, string said)
    {
        var (old, copy) = ConflictTable.Pair(clock: clock is { } c ? ItemJson.N(c) : null);
        copy = copy.With("rf", copyClock is { } there ? ItemJson.N(there) : null);
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);

        var audience = await table.ResolveAsync(DdbConflictSide.Newer);

        var error = Assert.Single(audience.Errors);
        Assert.Equal("ConflictUndecidable", error.ErrorId);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("-Use Source or -Use Target", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, table.WriteCalls);
        Assert.Single(table.Conflicts());
    }

    [Fact]
    public async Task WhatIsEqualByNowIsNoConflict()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        await table.PutAsync(ExpectedTable.CopyOf(old, MigratingTable.NamespaceId));

        var resolution = Assert.Single((await table.ResolveAsync(DdbConflictSide.Source)).Resolutions);

        Assert.Equal((DdbResolutionOutcome.NoLongerAConflict, null), (resolution.Outcome, resolution.Used));
        Assert.Equal(0, table.WriteCalls);
        Assert.Empty(table.Conflicts());
    }

    [Fact]
    public async Task AnOldItemTakesTheFreePlaceOfACopyThatIsGone()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        await table.Raw.DeleteAsync(table.Name, copy.Text("PK"), copy.Text("SK"));

        Assert.Equal(DdbResolutionOutcome.Resolved, Assert.Single((await table.ResolveAsync(DdbConflictSide.Source)).Resolutions).Outcome);

        ItemAssert.Equal(ExpectedTable.CopyOf(old, MigratingTable.NamespaceId), await table.GetCopyAsync(old));
    }

    [Fact]
    public async Task ADeletedCopyTakesItsOldItemAlong()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        await table.Raw.DeleteAsync(table.Name, copy.Text("PK"), copy.Text("SK"));

        var audience = await table.ResolveAsync(DdbConflictSide.Target);

        Assert.Contains($"delete the old item at {old.KeyText()}", Assert.Single(audience.Asked), StringComparison.Ordinal);
        Assert.Null(await table.GetAsync(old));
    }

    [Theory]
    [InlineData(DdbConflictSide.Source, DdbResolutionOutcome.Resolved, false)]
    [InlineData(DdbConflictSide.Target, DdbResolutionOutcome.NoLongerAConflict, true)]
    public async Task ADeletedOldItemTakesItsCopyAlongOnlyIfTheOldSideIsRight(DdbConflictSide use, DdbResolutionOutcome outcome, bool stands)
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        await table.Raw.DeleteAsync(table.Name, old.Text("PK"), old.Text("SK"));

        Assert.Equal(outcome, Assert.Single((await table.ResolveAsync(use)).Resolutions).Outcome);

        Assert.Equal(stands, await table.GetCopyAsync(old) is not null);
    }

    [Fact]
    public async Task ACopyWhoseOldItemTheMigrationDeletedIsNeverDeleted()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        // Somebody resolves it by hand, and the delete takes the old item.
        await table.PutAsync(ExpectedTable.CopyOf(old, MigratingTable.NamespaceId));
        Assert.Equal(1L, (await table.DeleteAsync()).Result.Deleted);
        table.Proxy.Log.Clear();

        var resolution = Assert.Single((await table.ResolveAsync(DdbConflictSide.Source)).Resolutions);

        Assert.Equal(DdbResolutionOutcome.NoLongerAConflict, resolution.Outcome);
        Assert.Equal(0, table.WriteCalls);
        ItemAssert.Equal(ExpectedTable.CopyOf(old, MigratingTable.NamespaceId), await table.GetCopyAsync(old));
    }

    [Fact]
    public async Task AKeptItemWhoseCopyDiffersIsResolvedLikeAConflict()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await MigratingTable.CreateAsync(engine, [old, copy]);
        await table.DeleteAsync();
        Assert.Equal((DdbItemReason.Kept, "Delete"), (Assert.Single(table.Conflicts()).Reason, table.Conflicts()[0].Operation));

        await table.ResolveAsync(DdbConflictSide.Source);

        Assert.Equal(1L, (await table.DeleteAsync()).Result.Deleted);
    }

    [Fact]
    public async Task AKeptItemWithoutACopyIsNotDeleted()
    {
        var (old, _) = ConflictTable.Pair();
        await using var table = await MigratingTable.CreateAsync(engine, [old]);
        await table.DeleteAsync();

        var audience = await table.ResolveAsync(DdbConflictSide.Target);

        Assert.Equal("ConflictNotResolvable", Assert.Single(audience.Errors).ErrorId);
        ItemAssert.Equal(old, await table.GetAsync(old));
    }

    [Theory]
    [InlineData(DdbItemReason.Failed, "Mend the item or the mapping")]
    [InlineData(DdbItemReason.Changed, "-IncludeChanged")]
    public async Task WhatIsNoConflictSaysWhatToDo(DdbItemReason reason, string advice)
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);

        var audience = await table.ResolveAsync(DdbConflictSide.Source, conflicts: [table.Conflicts()[0] with { Reason = reason }]);

        Assert.Contains(advice, Assert.Single(audience.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(0, table.WriteCalls);
    }

    [Fact]
    public async Task ACopyThatTheMappingDoesNotMakeCannotBeTakenBack()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy.With("GSI4PK", ItemJson.S("elsewhere")));

        var error = Assert.Single((await table.ResolveAsync(DdbConflictSide.Target)).Errors);

        Assert.Equal("ConflictNotInvertible", error.ErrorId);
        Assert.Contains("GSI4PK is not as the mapping makes it", error.Message, StringComparison.Ordinal);
        ItemAssert.Equal(old, await table.GetAsync(old));
    }

    [Fact]
    public async Task OneThatFailsDoesNotStopTheOthersAndAllShareOneSession()
    {
        var pairs = Enumerable.Range(1, 30).Select(i => ConflictTable.Pair($"user-{i}", ItemJson.N(2), ItemJson.N(i == 7 ? 2 : 1))).ToList();
        await using var table = await ConflictTable.WithConflictsAsync(engine, [.. pairs.SelectMany(pair => new[] { pair.Old, pair.Copy })]);

        var audience = await table.ResolveAsync(DdbConflictSide.Newer);

        Assert.Equal((29, 1), (audience.Resolutions.Count, audience.Errors.Count));
        Assert.Equal("PK=ENTITY#user-7, SK=#BUCKET#gpt-4", Assert.Single(table.Conflicts()).SourceKey);
        Assert.Equal(1, table.Proxy.Log.Count("DescribeTable"));
    }

    [Fact]
    public async Task ADryRunReadsAndWritesNothing()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);

        var resolution = Assert.Single((await table.ResolveAsync(DdbConflictSide.Source, new RecordingAudience(says: false), o => o with { DryRun = true })).Resolutions);

        Assert.Equal((DdbResolutionOutcome.Planned, DdbConflictSide.Source), (resolution.Outcome, resolution.Used));
        Assert.Equal(0, table.WriteCalls);
        Assert.Single(table.Conflicts());
    }

    [Fact]
    public async Task WhatIsNotAllowedIsLeft()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);

        var audience = await table.ResolveAsync(DdbConflictSide.Source, new RecordingAudience(says: false));

        Assert.Empty(audience.Resolutions);
        Assert.Equal(0, table.WriteCalls);
        Assert.Single(table.Conflicts());
    }

    [Fact]
    public async Task ConflictsOfAnotherPlanAreRefused()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        await table.RegisterAsync("team", "team-id");
        table.Proxy.Log.Clear();

        var error = await Assert.ThrowsAsync<DdbException>(() => table.ResolveAsync(DdbConflictSide.Source, with: o => o with { Namespace = "team" }));

        Assert.Equal("CheckpointOfAnotherPlan", error.ErrorId);
        Assert.Equal(0, table.WriteCalls);
    }

    [Fact]
    public async Task AConflictThatARunMeetsAgainIsOpenAgain()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        await table.ResolveAsync(DdbConflictSide.Source);
        Assert.Empty(table.Conflicts());

        await table.PutAsync(copy);
        await table.CopyAsync();

        Assert.Equal(old.KeyText(), Assert.Single(table.Conflicts()).SourceKey);
    }
}
