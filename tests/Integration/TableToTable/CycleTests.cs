using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;
using Xunit.Sdk;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>There and back and there again: after each undo both tables are what they were, and in the end every item is in the target and none in the source.</summary>
public sealed class CycleTests(TwoEngines engines, ITestOutputHelper output) : IClassFixture<TwoEngines>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ApplyUndoApplyDeleteUndoApplyDelete(bool apart)
    {
        await using var tables = await CreateAsync(seed: 1, apart);
        var before = (await tables.Source.ContentsAsync()).Values.ToList();

        Assert.Equal("Fail Pass Warn Pass", await tables.StatusesAsync());
        var copied = await tables.CopyAllAsync();
        Assert.Equal("Pass Pass Warn Pass", await tables.StatusesAsync());
        var undone = await tables.UndoAllAsync();
        Assert.Equal((copied.Written, 0, copied.Written, tables.Target.Name), (undone.Copies, undone.Restored, undone.Removed, undone.TargetTableName));
        await tables.Target.AssertHoldsAsync([]);
        await tables.Source.AssertHoldsAsync(before);

        await tables.CopyAllAsync();
        Assert.Equal(before.Count, (await tables.DeleteAllAsync()).Deleted);
        Assert.Equal("Pass Pass Pass Pass", await tables.StatusesAsync());
        await tables.Source.AssertHoldsAsync([]);
        undone = await tables.UndoAllAsync();
        Assert.Equal((copied.Written, copied.Written), (undone.Restored, undone.Removed));
        await tables.Target.AssertHoldsAsync([]);
        await tables.Source.AssertHoldsAsync(before);

        await tables.CopyAllAsync();
        await tables.DeleteAllAsync();
        Assert.Equal("Pass Pass Pass Pass", await tables.StatusesAsync());
        await tables.Source.AssertHoldsAsync([]);
        await tables.Target.AssertHoldsAsync(before);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task TheSameWithAFifthOfTheRequestsFailingOnBothSides(int seed, bool apart)
    {
        await using var tables = await CreateAsync(seed, apart);
        var before = (await tables.Source.ContentsAsync()).Values.ToList();
        var (sourceFaults, targetFaults) = (new FaultSchedule(seed, rate: 0.2), new FaultSchedule(seed + 100, rate: 0.2));
        tables.Source.Proxy.Hook = sourceFaults.DecideAsync;
        tables.Target.Proxy.Hook = targetFaults.DecideAsync;
        try
        {
            await TwoTables.UntilCompletedAsync(() => tables.CopyAsync());
            await TwoTables.UntilCompletedAsync(() => tables.UndoAsync());
            await tables.Target.AssertHoldsAsync([]);
            await tables.Source.AssertHoldsAsync(before);
            await TwoTables.UntilCompletedAsync(() => tables.CopyAsync());
            await TwoTables.UntilCompletedAsync(() => tables.DeleteAsync());
            await tables.Source.AssertHoldsAsync([]);
            await TwoTables.UntilCompletedAsync(() => tables.UndoAsync());
            await tables.Target.AssertHoldsAsync([]);
            await tables.Source.AssertHoldsAsync(before);
            await TwoTables.UntilCompletedAsync(() => tables.CopyAsync());
            await TwoTables.UntilCompletedAsync(() => tables.DeleteAsync());
            await tables.Source.AssertHoldsAsync([]);
            await tables.Target.AssertHoldsAsync(before);
        }
        catch (XunitException error)
        {
            throw new XunitException($"With {sourceFaults} and {targetFaults}: {error.Message}", error);
        }

        output.WriteLine($"source: {tables.Source.Proxy.Log.Total} requests, {sourceFaults}; target: {tables.Target.Proxy.Log.Total} requests, {targetFaults}");
        Assert.True(sourceFaults.Injected.Total > 0 && targetFaults.Injected.Total > 0);
    }

    /// <summary>A sample without the wide items, whose lost answers leave something to look at.</summary>
    private Task<TwoTables> CreateAsync(int seed, bool apart) =>
        TwoTables.CreateAsync(engines, SampleTable.Items(300, seed, includePrefixed: true).Where(item => item.Count < 90), apart);
}
