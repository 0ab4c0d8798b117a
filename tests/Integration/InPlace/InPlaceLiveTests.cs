using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.InPlace;

/// <summary>Old clients write while items are changed in place: no write is lost, and in the end every item is as the rule makes it.</summary>
public sealed class InPlaceLiveTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.2)]
    public Task EveryWriteIsThere(int seed, double faults) => WriteAsync(seed, faults, writes: 600);

    [Fact]
    [Trait("Category", "Soak")]
    public async Task ManyMoreWrites()
    {
        for (var seed = 11; seed <= 20; seed++)
            await WriteAsync(seed, seed % 2 == 0 ? 0.2 : 0.0, writes: 3000);
    }

    private async Task WriteAsync(int seed, double faults, int writes)
    {
        using var mapping = new TestMapping(AccountTable.Backfill);
        await using var table = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        await using var writers = new AccountWriters(table, writers: 6, itemsEach: 40, seed);
        await table.Raw.LoadAsync(table.Name, writers.Held);
        await table.EnableStreamAsync();
        var schedule = new FaultSchedule(seed, faults) { ExcludedOperations = ["DescribeTable"] };
        table.Proxy.Hook = schedule.DecideAsync;
        writers.Start();

        var running = table.CopyAndCatchUpAsync(o => o with { Mapping = mapping.Path, IdleTime = TimeSpan.FromSeconds(2) });
        // Clients are at work before the copy passes and after it.
        while (table.Proxy.Log.Count("BatchExecuteStatement") == 0 && !running.IsCompleted)
            await Task.Delay(10);
        var whenCopied = writers.Total;
        while (writers.Total < Math.Max(writes, whenCopied + (writes / 2)) && !running.IsCompleted)
            await Task.Delay(10);
        await writers.StopAsync();
        var run = await running;
        Assert.Equal(0, run.Result.Failed + run.Result.Conflicts);
        var synced = await table.SyncAsync(o => o with { Mapping = mapping.Path });
        Assert.Null(synced.Error);

        TableAssert.Equal(TableContents.Of(writers.Held.Select(AccountTable.Filled)), await table.ContentsAsync());
        table.Proxy.Hook = null;
        Assert.Equal(DdbCheckStatus.Pass, (await table.VerifyAsync(o => o with { Mapping = mapping.Path }))["AttributesAsMapped"].Status);
        var undone = await table.UndoAsync(o => o with { Mapping = mapping.Path });
        Assert.Null(undone.Error);
        TableAssert.Equal(TableContents.Of(writers.Held), await table.ContentsAsync());
        output.WriteLine($"seed {seed}: {writers.Done}, copy {run.Result.Written}, carried {synced.Result.Written}; faults {schedule.Injected}");
        Assert.True(writers.Total >= writes && writers.Done is { Creations: > 0, Deletions: > 0, Renames: > 0 } && synced.Result.Written > 0);
        Assert.True(faults == 0 || schedule.Injected.Total > 0);
    }
}
