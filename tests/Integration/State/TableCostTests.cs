using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Table;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>What each use of a state table costs at most, in the units that the engine reports.</summary>
public sealed class TableCostTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    private readonly PlanIdentity plan = StatePlans.Plan();

    [Fact]
    public async Task Uses_costNoMoreThanIsDocumented()
    {
        await using var home = new TableHome(engine.EndpointUrl);
        var store = home.Open(LeaseOwner.Current, TableHome.Lasting);
        var state = store.Open(plan);
        ILease? lease = null;
        var log = state.Log(StateLogs.Deletions);
        var cursor = new LogCursor();

        await MeasureAsync("first lease of a plan", 5, 3, AcquireAsync);
        await MeasureAsync("lease ended", 1, 0, () => lease!.EndAsync());
        await MeasureAsync("lease taken again", 3, 3, AcquireAsync);
        await MeasureAsync("phase", 1, 1, () => state.SetPhaseAsync(DdbPlanPhase.Deleting, lease!, default));
        await MeasureAsync("checkpoint of 3 KB", 3, 0, () => state.SaveCheckpointAsync(Checkpoint(3), lease!, default));
        await MeasureAsync("renewal beside it", 3, 0, () => ((TableLease)lease!).VerifyAsync(default));
        await MeasureAsync("late puts", 1, 0, () => state.ExpectLatePutsAsync(StatePlans.LateUntil, default));
        await MeasureAsync("truncation of an empty log", 1, 3, () => log.TruncateAsync(null, lease!, default));
        await MeasureAsync("append of 900 bytes that do not compress", 1, 0, () => AppendAsync(900));
        await MeasureAsync("append of 256 KB that do not compress", 257, 0, () => AppendAsync(256 * 1024));
        await MeasureAsync("read from the beginning", 0, 66, () => log.ReadTextsAsync(cursor));
        await MeasureAsync("read on where there is nothing", 0, 1, () => log.ReadTextsAsync(cursor));
        await MeasureAsync("removal of both", 260, 66, () => log.RemoveThroughAsync(cursor.Position, lease!, default));
        await MeasureAsync("limits", 1, 2, () => state.WriteLimitsAsync("""{"maxWriteUnits":100}""", default));
        await MeasureAsync("limits read", 0, 1, () => state.ReadLimitsAsync(default));
        await lease!.DisposeAsync();
        await MeasureAsync("lease taken over", 7, 3, AcquireAsync);
        await lease.DisposeAsync();

        async Task AcquireAsync() => lease = await state.AcquireAsync(RunOperation.Delete);

        Task AppendAsync(int bytes) => log.AppendAsync(StatePlans.Noise(bytes, 1), lease!, default);

        async Task MeasureAsync(string use, double writes, double reads, Func<Task> work)
        {
            var (read, written) = (store.ConsumedReadUnits, store.ConsumedWriteUnits);
            await work();
            (read, written) = (store.ConsumedReadUnits - read, store.ConsumedWriteUnits - written);
            output.WriteLine($"{use}: {written} write units, {read} read units");
            Assert.InRange(written, 0, writes);
            Assert.InRange(read, 0, reads);
        }
    }

    private Checkpoint Checkpoint(int kilobytes)
    {
        var checkpoint = StatePlans.LargeCheckpoint(plan, kilobytes * 1024, 1);
        return checkpoint with { Operation = RunOperation.Delete };
    }
}
