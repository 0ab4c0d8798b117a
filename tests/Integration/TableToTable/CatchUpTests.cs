using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Load;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>What clients change, create and delete in the source while it is copied is in the target in the end; nothing else is.</summary>
public sealed class CatchUpTests(TwoEngines engines, ITestOutputHelper output) : IClassFixture<TwoEngines>
{
    [Theory]
    [InlineData(1, false, 0.0)]
    [InlineData(2, true, 0.0)]
    [InlineData(3, true, 0.2)]
    public async Task EveryWriteOfLiveWritersIsInTheTarget(int seed, bool apart, double faults)
    {
        await using var tables = await TwoTables.CreateAsync(engines, [], apart);
        await using var writers = await LiveWriters.CreateAsync(
            tables.Source.Engine.EndpointUrl, tables.Source.Name, MigratingTable.NamespaceId, new LiveLoad(seed, FirstItems: 80, MostItems: 160, MostWrites: 500));
        await tables.Source.EnableStreamAsync();
        var (onSource, onTarget) = (new FaultSchedule(seed, faults) { ExcludedOperations = ["DescribeTable"] }, new FaultSchedule(seed + 50, faults) { ExcludedOperations = ["DescribeTable"] });
        tables.Source.Proxy.Hook = onSource.DecideAsync;
        tables.Target.Proxy.Hook = onTarget.DecideAsync;
        writers.Start();
        await writers.WaitForAsync(ledger => ledger.Acknowledged >= 80);

        var running = tables.CopyAsync(o => o with { CatchUp = true, IdleTime = TimeSpan.FromSeconds(2) });
        await writers.WaitForAsync(ledger => ledger.Acknowledged >= 450);
        // A machine that stands still for two seconds lets it take the clients for idle.
        var hasEndedEarly = running.IsCompleted;
        await writers.PauseAsync();
        var run = await running;
        Assert.True(run.Error is null || faults > 0, run.Error?.Message);
        if (run.Error is not null || hasEndedEarly)
            await TwoTables.UntilCompletedAsync(() => tables.CopyAsync(o => o with { CatchUp = true, IdleTime = TimeSpan.FromSeconds(2) }));

        output.WriteLine($"{writers.Ledger}; {run.Result.CatchUp?.Written} carried, {run.Result.CatchUp?.Deleted} deleted; {onSource}; {onTarget}");
        Assert.True(writers.Ledger is { Creations: > 0, Deletions: > 0 });
        var wanted = TableContents.Of(writers.Ledger.OldItems());
        TableAssert.Equal(wanted, await tables.Source.ContentsAsync());
        TableAssert.Equal(wanted, await tables.Target.ContentsAsync());
        tables.Source.Proxy.Hook = tables.Target.Proxy.Hook = null;
        Assert.Equal("Pass Pass Warn Pass", await tables.StatusesAsync());
    }

    [Fact]
    public async Task ASyncAfterTheCopyCarriesChangesCreationsAndDeletes()
    {
        var items = ItemJson.Plain(50).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items, apart: true);
        await tables.Source.EnableStreamAsync();
        await tables.CopyAllAsync();
        var changed = items[3].With("name", ItemJson.S("changed"));
        var made = ItemJson.Of("ENTITY#made", "#META", ("n", ItemJson.N(1)));
        await tables.Source.PutAsync(changed);
        await tables.Source.PutAsync(made);
        await tables.Source.DeleteAsync(items[4]);

        var run = await tables.SyncAsync();

        Assert.Null(run.Error);
        Assert.Equal((2L, 1L, tables.Source.Name, tables.Target.Name), (run.Result.Written, run.Result.Deleted, run.Result.TableName, run.Result.TargetTableName));
        await tables.Target.AssertHoldsAsync([.. items.Where((_, index) => index is not (3 or 4)), changed, made]);
    }

    [Fact]
    public async Task WhatANewClientWroteIsNotOverwrittenByAnOldClientsChange()
    {
        var items = ItemJson.Plain(10).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items);
        await tables.Source.EnableStreamAsync();
        await tables.CopyAllAsync();
        var theirs = items[2].With("name", ItemJson.S("new client"));
        await tables.Target.PutAsync(theirs);
        await tables.Source.PutAsync(items[2].With("name", ItemJson.S("old client")));
        await tables.Target.PutAsync(items[5].With("name", ItemJson.S("new client")));
        await tables.Source.DeleteAsync(items[5]);

        var run = await tables.SyncAsync();

        Assert.Equal(("CatchUpIncomplete", 2L), (run.Error!.ErrorId, run.Result.Conflicts));
        ItemAssert.Equal(theirs, await tables.Target.GetAsync(theirs));
        Assert.NotNull(await tables.Target.GetAsync(items[5]));
    }

    [Fact]
    public async Task TheMigrationsOwnDeletesAreNotCarried()
    {
        var items = ItemJson.Plain(60).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items);
        await tables.Source.EnableStreamAsync();
        await tables.CopyAllAsync();
        Assert.Null((await tables.SyncAsync()).Error);
        await tables.DeleteAllAsync();

        var run = await tables.SyncAsync();

        Assert.Null(run.Error);
        Assert.Equal(0, run.Result.Deleted);
        await tables.Source.AssertHoldsAsync([]);
        await tables.Target.AssertHoldsAsync(items);
    }

    [Fact]
    public async Task WithoutACopyItSaysWhichCommandMakesOne()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5));
        await tables.Source.EnableStreamAsync();
        await tables.SyncAsync();
        Assert.Contains("Invoke-DdbTableMigration", Assert.Single(tables.Observer.Warnings), StringComparison.Ordinal);
    }
}
