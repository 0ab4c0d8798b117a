using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>Both tables are read, and what lacks, differs or is too many in the target is told.</summary>
public sealed class VerificationTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatLacksDiffersAndIsTooManyIsNamed(bool apart)
    {
        var items = ItemJson.Plain(60).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items, apart);
        await tables.CopyAllAsync();
        var extra = ItemJson.Of("ENTITY#extra", "#META", ("n", ItemJson.N(1)));
        await tables.Target.DeleteAsync(items[1]);
        await tables.Target.PutAsync(items[2].With("name", ItemJson.S("another")));
        await tables.Target.PutAsync(extra);
        tables.Target.Proxy.Log.Clear();
        tables.Source.Proxy.Log.Clear();

        Assert.Equal("Fail Fail Warn Warn", await tables.StatusesAsync());

        var found = tables.Differences.OrderBy(difference => difference.Kind).Select(difference => (difference.Kind, difference.TableName, difference.SourceKey, difference.TargetKey)).ToList();
        Assert.Equal(
            [
                (DdbDifferenceKind.MissingCopy, tables.Source.Name, items[1].KeyText(), items[1].KeyText()),
                (DdbDifferenceKind.DifferentCopy, tables.Source.Name, items[2].KeyText(), items[2].KeyText()),
                (DdbDifferenceKind.ExtraItem, tables.Target.Name, extra.KeyText(), extra.KeyText()),
            ],
            found);
        Assert.Equal(["name"], tables.Differences.Single(difference => difference.Kind == DdbDifferenceKind.DifferentCopy).Attributes);
        Assert.Equal((0, 0), (tables.Source.WriteCalls, tables.Target.WriteCalls));
    }

    [Fact]
    public async Task ACopyWhoseOldItemTheMigrationDeletedIsNotTooMany()
    {
        var items = ItemJson.Plain(60).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items);
        await tables.CopyAllAsync();
        await tables.DeleteAllAsync();
        await tables.Target.PutAsync(items[3].With("name", ItemJson.S("changed later")));
        Assert.Equal("Pass Pass Pass Pass", await tables.StatusesAsync());

        var extra = ItemJson.Of("ENTITY#extra", "#META");
        await tables.Target.PutAsync(extra);
        var checks = await tables.VerifyAsync();
        Assert.Equal(DdbCheckStatus.Warn, checks["ExtraItems"].Status);
        Assert.Contains($"1 such items in table {tables.Target.Name}", checks["ExtraItems"].Actual, StringComparison.Ordinal);
        Assert.Contains(extra.KeyText(), checks["ExtraItems"].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnItemThatComesMeanwhileIsNotTooMany()
    {
        var items = ItemJson.Plain(40).ToList();
        var late = ItemJson.Of("ENTITY#late", "#META", ("n", ItemJson.N(1)));
        await using var tables = await TwoTables.CreateAsync(engines, items);
        await tables.CopyAllAsync();
        // Between the two scans a writer makes an item in the source, and catch-up carries it.
        var moment = new Intervention(request => request.Operation == "Scan", async () =>
        {
            await tables.Source.PutAsync(late);
            await tables.Target.PutAsync(late);
        });
        tables.Target.Proxy.Hook = async request =>
        {
            await moment.MeetAsync(request);
            return ProxyAction.Forward;
        };

        Assert.Equal("Pass Pass Warn Pass", await tables.StatusesAsync());
        Assert.True(moment.Happened);
    }

    [Fact]
    public async Task AVerificationThatWasStoppedBeginsAnewAndFindsAll()
    {
        var items = ItemJson.Plain(300).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items);
        await tables.CopyAllAsync();
        await tables.Target.DeleteAsync(items[7]);
        await tables.Target.PutAsync(ItemJson.Of("ENTITY#extra", "#META"));
        foreach (var side in new[] { tables.Source, tables.Target })
        {
            using var stop = new CancellationTokenSource();
            var scans = 0;
            side.Proxy.Hook = async request =>
            {
                if (request.Operation == "Scan" && Interlocked.Increment(ref scans) == 5)
                    await stop.CancelAsync();
                return ProxyAction.Forward;
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tables.VerifyAsync(cancellationToken: stop.Token));
            side.Proxy.Hook = null;
            Assert.True(File.Exists(RunFolder.At(tables.CheckpointPath).CheckpointPath(RunOperation.Verify)));
            Assert.Equal("Fail Pass Warn Warn", await tables.StatusesAsync());
            Assert.Equal(2, tables.Differences.Count);
        }
    }

    [Fact]
    public async Task ProgressCountsTheItemsOfBothTables()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(500));
        await tables.CopyAllAsync();

        await tables.VerifyAsync();

        var last = tables.Observer.Snapshots.Last(snapshot => snapshot.Phase == "Verify");
        Assert.Equal(1000, last.Scanned);
        Assert.True(last.EstimatedItems is 0 or 1000, $"{last.EstimatedItems} items were expected to be read.");
    }
}
