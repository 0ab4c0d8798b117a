using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Load;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.CatchUp;

/// <summary>Eight clients write while a table is copied and caught up with, and change over to the new keys: no write is lost.</summary>
public sealed class LiveWriterTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    private static readonly LiveLoad Load = new(Seed: 0, FirstItems: 60, MostItems: 120, MostWrites: 500);

    [Theory]
    [InlineData(1, false, 0.0)]
    [InlineData(2, true, 0.0)]
    [InlineData(3, false, 0.2)]
    public Task EveryWriteIsInTheNewItems(int seed, bool isTwoRuns, double faults) => WhenCaughtUpAsync(Load with { Seed = seed }, isTwoRuns, faults);

    [Theory]
    [InlineData(4)]
    public Task WhatClientsWriteTooEarlyIsNotOverwritten(int seed) => AtOnceAsync(Load with { Seed = seed });

    [Fact]
    [Trait("Category", "Soak")]
    public async Task ManyMoreWrites()
    {
        for (var seed = 11; seed <= 15; seed++)
        {
            await WhenCaughtUpAsync(Load with { Seed = seed, FirstItems = 150, MostItems = 300, MostWrites = 2500 }, seed % 2 == 0, seed % 3 == 0 ? 0.2 : 0.0);
            await AtOnceAsync(Load with { Seed = seed + 10, MostWrites = 2500 });
        }
    }

    private async Task WhenCaughtUpAsync(LiveLoad load, bool isTwoRuns, double faults)
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        var registry = (await table.ContentsAsync()).Values.ToList();
        await using var writers = await LiveWriters.CreateAsync(engine.EndpointUrl, table.Name, MigratingTable.NamespaceId, load);
        await table.EnableStreamAsync();
        var schedule = new FaultSchedule(load.Seed, faults) { ExcludedOperations = ["DescribeTable"] };
        table.Proxy.Hook = schedule.DecideAsync;
        var fewer = load.MostWrites / 2;
        writers.Start();
        await writers.WaitForAsync(ledger => ledger.Acknowledged >= fewer / 4);

        if (isTwoRuns)
        {
            await using var sync = new BackgroundSync(table);
            sync.Start();
            await Patience.UntilAsync(() => File.Exists(RunFolder.At(table.CheckpointPath).CheckpointPath(RunOperation.Sync)), "The catch-up took no position");
            Assert.Null((await table.CopyAsync()).Error);
            await writers.WaitForAsync(ledger => ledger.Acknowledged >= fewer);
            await CutOverAsync(table, writers);
            await writers.WaitForAsync(ledger => ledger.NewIncrements >= fewer / 4);
            await sync.StopAsync();
        }
        else
        {
            // It ends when nothing changes, so not before the clients have changed over.
            var running = table.CopyAndCatchUpAsync(o => o with { IdleTime = TimeSpan.FromSeconds(8) });
            await writers.WaitForAsync(ledger => ledger.Acknowledged >= fewer);
            await CutOverAsync(table, writers);
            await writers.WaitForAsync(ledger => ledger.NewIncrements >= fewer / 4);
            await writers.PauseAsync();
            var run = await running;
            AssertNoTrouble(run.Error, faults);
        }

        await writers.PauseAsync();
        var last = await table.SyncAsync();
        AssertNoTrouble(last.Error, faults);
        await table.AssertHoldsAllAsync(writers, registry);
        output.WriteLine($"seed {load.Seed}: {writers.Ledger}, {writers.Refused} refused; faults {schedule.Injected}");
        Assert.True(writers.Ledger is { Creations: > 0, Deletions: > 0, NewIncrements: > 0 });
        Assert.True(faults == 0 || schedule.Injected.Total > 0);
    }

    /// <summary>
    /// Ends the writes under the old keys, and begins those under the new ones once catch-up has read that far: a copy may have all of its old item before
    /// the stream has told of it, and a record that is read after a new client's change is a conflict.
    /// </summary>
    private static async Task CutOverAsync(MigratingTable table, LiveWriters writers)
    {
        await writers.PauseAsync();
        var paused = DateTimeOffset.UtcNow;
        var folder = RunFolder.At(table.CheckpointPath);
        await Patience.UntilAsync(
            () => CheckpointFile.Read(folder.CheckpointPath(RunOperation.Sync))?.Stream is { } position
                && position.Shards.All(shard => shard.IsDone || shard.ReadUntil > paused)
                && !File.Exists(folder.PutOffReviewPath) && RecordLog.Read<PutOffChange>(folder.PutOffPath).All(change => change.IsInStep),
            "The catch-up did not read all that the old clients wrote");
        await writers.CutOverAsync(CutOver.WhenCaughtUp);
    }

    /// <summary>
    /// Where the answer to a write was lost and a new client had changed its item before it was asked for again, nothing tells whether the write came
    /// before: that is recorded as a conflict, though nothing is missing.
    /// </summary>
    private static void AssertNoTrouble(DdbException? error, double faults) =>
        Assert.True(error is null || (faults > 0 && error.ErrorId is "CatchUpIncomplete" or "MigrationIncomplete"), error?.Message);

    private async Task AtOnceAsync(LiveLoad load)
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        await using var writers = await LiveWriters.CreateAsync(engine.EndpointUrl, table.Name, MigratingTable.NamespaceId, load);
        await table.EnableStreamAsync();
        await table.CopyAllAsync();
        writers.Start();
        await writers.WaitForAsync(ledger => ledger.Acknowledged >= load.MostWrites / 3);
        // Nothing has been carried over yet.
        await writers.CutOverAsync(CutOver.AtOnce);
        await using var sync = new BackgroundSync(table);
        sync.Start();
        await writers.WaitForAsync(ledger => ledger.NewIncrements >= load.MostWrites / 3);
        await writers.PauseAsync();
        await sync.StopAsync();

        await table.SyncAsync();

        var conflicts = await table.AssertNoneIsOverwrittenAsync(writers);
        output.WriteLine($"seed {load.Seed}: {writers.Ledger}, {writers.Refused} refused; {conflicts} conflicts");
        Assert.True(conflicts > 0, "No new client was faster than the catch-up.");
    }
}
