using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Copying;

/// <summary>A dry run reads, tells what the run would do, and changes nothing.</summary>
public sealed class DryRunTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ADryRunChangesNothingAndItsEstimateIsWhatTheRunUses(bool withGsi4)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(800, 4, includePrefixed: true), withGsi4);
        var before = await table.ContentsAsync();

        var plan = await table.CopyAsync(o => o with { DryRun = true });

        Assert.Null(plan.Error);
        Assert.Equal(DdbMigrationOutcome.Planned, plan.Result.Outcome);
        Assert.Equal(0, table.WriteCalls);
        Assert.Equal((0.0, 0L), (plan.Result.WriteUnits, plan.Result.Written));
        await table.AssertHoldsAsync(before);

        var result = await table.CopyAllAsync();
        Assert.Equal((result.Candidates, result.Written), (plan.Result.Candidates, plan.Result.ToWrite));
        Assert.Equal(result.WriteUnits, plan.Result.EstimatedWriteUnits);
        Assert.Equal(0, result.EstimatedWriteUnits);
        Assert.Equal(result.Families, plan.Result.Families);
    }

    [Fact]
    public async Task AfterTheCopyADryRunExpectsNoWriteUnits()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(60));
        await table.CopyAllAsync();

        var plan = (await table.CopyAsync(o => o with { DryRun = true })).Result;

        Assert.Equal((0L, 60L), (plan.ToWrite, plan.AlreadyMigrated));
        Assert.Equal(0, plan.EstimatedWriteUnits);
    }

    [Fact]
    public async Task ADryRunReportsConflicts()
    {
        var item = ItemJson.Of("ENTITY#a", "#META", ("name", ItemJson.S("old")));
        var taken = ExpectedTable.CopyOf(item, MigratingTable.NamespaceId).With("name", ItemJson.S("taken"));
        await using var table = await MigratingTable.CreateAsync(engine, [item, taken, .. ItemJson.Plain(5)]);
        var before = await table.ContentsAsync();

        var plan = await table.CopyAsync(o => o with { DryRun = true });

        Assert.Equal((5L, 1L), (plan.Result.ToWrite, plan.Result.Conflicts));
        Assert.Equal(["name"], Assert.Single(plan.Result.Reports).Attributes);
        Assert.Equal(0, table.WriteCalls);
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task ADryRunOfACopyWithDeleteDeletesNothing()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(40));
        await table.CopyAllAsync();
        var before = await table.ContentsAsync();
        table.Proxy.Log.Clear();

        var plan = await table.CopyAsync(o => o with { DryRun = true, Delete = true });

        Assert.Equal((DdbMigrationOutcome.Planned, 0L), (plan.Result.Outcome, plan.Result.Deleted));
        Assert.Equal(0, table.WriteCalls);
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task ADryRunOfTheDeleteTellsWhatItWouldDelete()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(300, 8));
        await table.CopyAllAsync();
        var before = await table.ContentsAsync();
        table.Proxy.Log.Clear();

        var plan = await table.DeleteAsync(o => o with { DryRun = true });

        Assert.Null(plan.Error);
        Assert.Equal((DdbMigrationOutcome.Planned, 300L, 0L, 0L), (plan.Result.Outcome, plan.Result.ToDelete, plan.Result.Deleted, plan.Result.Kept));
        Assert.Equal(0, table.WriteCalls);
        await table.AssertHoldsAsync(before);
        Assert.Equal((await table.DeleteAsync()).Result.WriteUnits, plan.Result.EstimatedWriteUnits);
    }

    [Fact]
    public async Task ADryRunOfTheDeleteExpectsNoUnitsForWhatItWouldKeep()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(20));

        var plan = (await table.DeleteAsync(o => o with { DryRun = true })).Result;

        Assert.Equal((0L, 20L), (plan.ToDelete, plan.Kept));
        Assert.Equal(0, plan.EstimatedWriteUnits);
    }
}
