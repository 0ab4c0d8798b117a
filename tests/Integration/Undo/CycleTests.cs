using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;
using Xunit.Sdk;

namespace DynamoNamespace.Tests.Integration.Undo;

/// <summary>There and back and there again: after each undo the table is the one before, item for item, and in the end it is the mapped one.</summary>
public sealed class CycleTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    private const int MostRuns = 8;

    [Fact]
    public async Task ApplyUndoApplyDeleteUndoApplyDelete()
    {
        await using var table = await CreateAsync(seed: 1);
        var before = await table.ContentsAsync();

        var copied = await table.CopyAllAsync();
        var undone = await table.UndoAllAsync();
        await table.AssertHoldsAsync(before);
        Assert.Equal((copied.Written, 0, copied.Written), (undone.Copies, undone.Restored, undone.Removed));

        await table.CopyAllAsync();
        var deleted = await table.DeleteAllAsync();
        Assert.Equal(copied.Written, deleted.Deleted);
        undone = await table.UndoAllAsync();
        await table.AssertHoldsAsync(before);
        Assert.Equal((copied.Written, copied.Written), (undone.Restored, undone.Removed));

        await table.CopyAllAsync();
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
        await table.DeleteAllAsync();
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public Task TheSameWithAFifthOfTheRequestsFailing() => CycleWithFaultsAsync(seeds: 2);

    [Fact]
    [Trait("Category", "Soak")]
    public Task TheSameWithAFifthOfTheRequestsFailingOnThirtyTables() => CycleWithFaultsAsync(seeds: 30);

    [Fact]
    public async Task AnUndoOfNothingDoesNothing()
    {
        await using var table = await CreateAsync(seed: 3);
        var before = await table.ContentsAsync();
        table.Proxy.Log.Clear();
        var undone = await table.UndoAllAsync();
        Assert.Equal((0, 0, 0), (undone.Copies, undone.Restored, undone.Removed));
        Assert.Equal(0, table.WriteCalls);
        await table.AssertHoldsAsync(before);
    }

    private async Task CycleWithFaultsAsync(int seeds)
    {
        for (var seed = 1; seed <= seeds; seed++)
        {
            await using var table = await CreateAsync(seed);
            var before = await table.ContentsAsync();
            var faults = new FaultSchedule(seed, rate: 0.2);
            table.Proxy.Hook = faults.DecideAsync;
            try
            {
                await UntilCompletedAsync(() => table.CopyAsync());
                await UntilCompletedAsync(() => table.UndoAsync());
                await table.AssertHoldsAsync(before);
                await UntilCompletedAsync(() => table.CopyAsync());
                await UntilCompletedAsync(() => table.DeleteAsync());
                await UntilCompletedAsync(() => table.UndoAsync());
                await table.AssertHoldsAsync(before);
                await UntilCompletedAsync(() => table.CopyAsync());
                await UntilCompletedAsync(() => table.DeleteAsync());
                await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
            }
            catch (XunitException error)
            {
                throw new XunitException($"With {faults}: {error.Message}", error);
            }

            output.WriteLine($"{table.Proxy.Log.Total} requests, {faults}");
        }
    }

    private async Task UntilCompletedAsync<T>(Func<Task<MigrationRun<T>>> run)
    {
        for (var runs = 1; ; runs++)
        {
            string trouble;
            try
            {
                var ended = await run();
                if (ended.Error is null)
                    return;
                trouble = ended.Error.Message;
            }
            catch (DdbException error) when (error.Kind is DdbErrorKind.ServiceError or DdbErrorKind.Connection or DdbErrorKind.LimitExceeded)
            {
                trouble = error.Message;
            }

            output.WriteLine(trouble);
            if (runs == MostRuns)
                throw new XunitException($"It was not completed in {MostRuns} runs: {trouble}");
        }
    }

    /// <summary>A sample without the wide items, whose lost answers leave something to look at, and with items of another namespace.</summary>
    private Task<MigratingTable> CreateAsync(int seed) => MigratingTable.CreateAsync(
        engine, SampleTable.Items(300, seed, includePrefixed: true).Where(item => item.Count < 90));
}
