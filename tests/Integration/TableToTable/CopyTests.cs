using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>A copy to another table takes every item over, and leaves what stands there.</summary>
public sealed class CopyTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryItemGoesOverAsItIs(bool apart)
    {
        await using var tables = await TwoTables.CreateAsync(engines, SampleTable.Items(500, 1, includePrefixed: true), apart);
        var before = await tables.Source.ContentsAsync();

        var result = await tables.CopyAllAsync();

        Assert.Equal(
            (before.Count, before.Count, tables.Source.Name, tables.Target.Name, "copy", null, 0L),
            (result.Candidates, result.Written, result.TableName, result.TargetTableName, result.Mapping, result.Namespace, result.Failed));
        await tables.Target.AssertHoldsAsync(before.Values);
        await tables.Source.AssertHoldsAsync(before.Values);
        Assert.Equal(0, tables.Source.WriteCalls);
    }

    [Fact]
    public async Task ASecondRunWritesNothing()
    {
        await using var tables = await TwoTables.CreateAsync(engines, SampleTable.Items(300, 2));
        await tables.CopyAllAsync();
        tables.Target.Proxy.Log.Clear();

        var again = await tables.CopyAllAsync();

        Assert.Equal((300L, 0L), (again.AlreadyMigrated, again.Written));
        Assert.Equal(0, tables.Target.WriteCalls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADryRunCountsAndWritesNothing(bool apart)
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(200), apart);

        var run = await tables.CopyAsync(o => o with { DryRun = true });

        Assert.Null(run.Error);
        Assert.Equal((DdbMigrationOutcome.Planned, 200L, 0L), (run.Result.Outcome, run.Result.ToWrite, run.Result.Written));
        Assert.Equal((0, 0), (tables.Source.WriteCalls, tables.Target.WriteCalls));
        Assert.Empty(Directory.EnumerateFiles(tables.CheckpointPath));
        await tables.Target.AssertHoldsAsync([]);
    }

    [Fact]
    public async Task WhatTheTargetsOwnWritersWroteStands()
    {
        var items = ItemJson.Plain(60).ToList();
        var changed = items[7].With("name", ItemJson.S("written by a new client"));
        var made = ItemJson.Of("ENTITY#new", "#META", ("name", ItemJson.S("made by a new client")));
        await using var tables = await TwoTables.CreateAsync(engines, items, targetItems: [items[3], changed, made]);

        var run = await tables.CopyAsync(o => o with { AllowNonEmptyTarget = true });

        Assert.Equal("MigrationIncomplete", run.Error!.ErrorId);
        Assert.Equal((58L, 1L, 1L), (run.Result.Written, run.Result.AlreadyMigrated, run.Result.Conflicts));
        Assert.Equal(changed.KeyText(), Assert.Single(run.Result.Reports).TargetKey);
        await tables.Target.AssertHoldsAsync([.. items.Where(item => item.Text("PK") != changed.Text("PK")), changed, made]);
    }

    [Fact]
    public async Task AWriterThatComesFirstWhileTheCopyIsAtWorkWins()
    {
        var items = ItemJson.Plain(40).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items);
        var theirs = items[20].With("name", ItemJson.S("first"));
        var moment = new Intervention(request => Intervention.Writes(request, "INSERT", theirs.Text("PK")), () => tables.Target.PutAsync(theirs));
        tables.Target.Proxy.Hook = async request =>
        {
            await moment.MeetAsync(request);
            return Support.Proxy.ProxyAction.Forward;
        };

        var run = await tables.CopyAsync();

        Assert.True(moment.Happened);
        Assert.Equal((39L, 1L), (run.Result.Written, run.Result.Conflicts));
        ItemAssert.Equal(theirs, await tables.Target.GetAsync(theirs));
    }

    [Fact]
    public async Task ItemsThatTheTargetCannotTakeAreNamedAndTheOthersGoOver()
    {
        var items = ItemJson.Plain(30).ToList();
        items[4] = items[4].With("total", ItemJson.S("text"));
        items[9] = items[9].With("total", ItemJson.N(5));
        items[14] = items[14].With("owner", ItemJson.S(""));
        await using var tables = await TwoTables.CreateAsync(
            engines, items, changeTarget: TableSide.WithIndex("ByTotal", "total", "N") + TableSide.WithIndex("ByOwner", "owner", "S"));

        var run = await tables.CopyAsync();

        Assert.Equal((28L, 2L), (run.Result.Written, run.Result.Failed));
        var details = run.Result.Reports.ToDictionary(report => report.SourceKey, report => report.Detail, StringComparer.Ordinal);
        Assert.Contains($"its 'total' is of type S, and index ByTotal of table '{tables.Target.Name}' has it as N", details[items[4].KeyText()], StringComparison.Ordinal);
        Assert.Contains($"its 'owner' is empty, and it is in the key of index ByOwner of table '{tables.Target.Name}'", details[items[14].KeyText()], StringComparison.Ordinal);
        await tables.Target.AssertHoldsAsync(items.Where((_, index) => index is not (4 or 14)));
        var checks = await tables.VerifyAsync();
        Assert.Contains("2 of 30", checks["CopiesPresent"].Actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeleteAfterwardsEmptiesTheSource()
    {
        await using var tables = await TwoTables.CreateAsync(engines, SampleTable.Items(300, 3));
        var before = await tables.Source.ContentsAsync();

        var result = await tables.CopyAllAsync(o => o with { Delete = true });

        Assert.Equal((300L, 300L), (result.Written, result.Deleted));
        await tables.Source.AssertHoldsAsync([]);
        await tables.Target.AssertHoldsAsync(before.Values);
    }
}
