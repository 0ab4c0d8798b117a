using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>On the way back, what new clients of the target changed or made stays.</summary>
public sealed class UndoTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    [Fact]
    public async Task BeforeTheDeleteWhatNewClientsChangedOrMadeStays()
    {
        var items = ItemJson.Plain(60).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items, apart: true);
        await tables.CopyAllAsync();
        var changed = items[10].With("name", ItemJson.S("changed"));
        var made = ItemJson.Of("ENTITY#made", "#META", ("n", ItemJson.N(1)));
        await tables.Target.PutAsync(changed);
        await tables.Target.PutAsync(made);
        await tables.Target.DeleteAsync(items[11]);

        var run = await tables.UndoAsync();

        Assert.Equal("UndoIncomplete", run.Error!.ErrorId);
        Assert.Equal((0L, 58L, 2L), (run.Result.Restored, run.Result.Removed, run.Result.Changed));
        string[] left = [changed.KeyText(), made.KeyText()];
        Assert.Equal(left.ToHashSet(StringComparer.Ordinal), run.Result.Reports.Select(report => report.TargetKey!).ToHashSet(StringComparer.Ordinal));
        await tables.Target.AssertHoldsAsync([changed, made]);
        await tables.Source.AssertHoldsAsync(items);
    }

    [Fact]
    public async Task AfterTheDeleteWhatNewClientsChangedGoesBackAndStaysAndWhatTheyMadeStays()
    {
        var items = ItemJson.Plain(60).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items);
        await tables.CopyAllAsync();
        await tables.DeleteAllAsync();
        var changed = items[10].With("name", ItemJson.S("changed"));
        var made = ItemJson.Of("ENTITY#made", "#META", ("n", ItemJson.N(1)));
        await tables.Target.PutAsync(changed);
        await tables.Target.PutAsync(made);
        await tables.Target.DeleteAsync(items[11]);

        var run = await tables.UndoAsync();

        Assert.Equal((59L, 58L, 2L), (run.Result.Restored, run.Result.Removed, run.Result.Changed));
        await tables.Target.AssertHoldsAsync([changed, made]);
        // What a new client deleted does not come back; what it changed comes back as it is now.
        await tables.Source.AssertHoldsAsync([.. items.Where((_, index) => index is not (10 or 11)), changed]);

        var all = await tables.UndoAsync(o => o with { IncludeChanged = true });
        Assert.Null(all.Error);
        await tables.Target.AssertHoldsAsync([]);
        await tables.Source.AssertHoldsAsync([.. items.Where((_, index) => index is not (10 or 11)), changed, made]);
    }

    [Fact]
    public async Task ADryRunTellsAndWritesNothing()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(50));
        await tables.CopyAllAsync();
        await tables.DeleteAllAsync();
        tables.Source.Proxy.Log.Clear();
        tables.Target.Proxy.Log.Clear();

        var run = await tables.UndoAsync(o => o with { DryRun = true });

        Assert.Equal((DdbMigrationOutcome.Planned, 50L, 50L), (run.Result.Outcome, run.Result.ToRestore, run.Result.ToRemove));
        Assert.Equal((0, 0), (tables.Source.WriteCalls, tables.Target.WriteCalls));
    }

    [Fact]
    public async Task WhatTheTargetHeldBeforeStays()
    {
        var items = ItemJson.Plain(20).ToList();
        var theirs = ItemJson.Of("OTHER#1", "#META", ("n", ItemJson.N(1)));
        await using var tables = await TwoTables.CreateAsync(engines, items, targetItems: [theirs]);
        await tables.CopyAllAsync(o => o with { AllowNonEmptyTarget = true });
        await tables.DeleteAllAsync();

        var run = await tables.UndoAsync();

        Assert.Equal((20L, 20L, 1L), (run.Result.Restored, run.Result.Removed, run.Result.Changed));
        await tables.Target.AssertHoldsAsync([theirs]);
        await tables.Source.AssertHoldsAsync(items);
        // It took something back, so the next copy knows what stands there.
        Assert.Null((await tables.CopyAsync()).Error);
    }

    [Fact]
    public async Task AnUndoScansTheTargetByItsOwnSize()
    {
        var items = ItemJson.Plain(20).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items);
        await tables.CopyAllAsync();
        await tables.DeleteAllAsync();
        tables.Target.Proxy.Hook = request => ValueTask.FromResult(request.Operation != "DescribeTable"
            ? Support.Proxy.ProxyAction.Forward
            : Support.Proxy.ProxyAction.Rewrite(response: response =>
            {
                var body = response.Json();
                body["Table"]!["TableSizeBytes"] = 100L * 16 * 1024 * 1024;
                return response.WithJson(body);
            }));
        tables.Target.Proxy.Log.Clear();

        await tables.UndoAllAsync();

        Assert.InRange(tables.Target.Proxy.Log.Count("Scan"), 100, 110);
        await tables.Source.AssertHoldsAsync(items);
    }
}
