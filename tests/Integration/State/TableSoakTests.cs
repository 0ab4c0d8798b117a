using System.Collections.Concurrent;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Table;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>
/// Machines that contend for one lease, are suspended for longer than it lasts and do not know, leave it behind, and
/// lose requests and answers: what was acknowledged to any of them is there in the end, once, and where every reader
/// finds it.
/// </summary>
public sealed class TableSoakTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    private const int Machines = 4;
    private const int Leases = 24;
    private const string Log = "deletions";

    private static readonly StateTimings Timings = new()
    {
        LeaseDuration = TimeSpan.FromSeconds(1),
        Renewal = TimeSpan.FromSeconds(0.25),
        Observation = TimeSpan.FromSeconds(0.05),
    };

    private readonly PlanIdentity plan = StatePlans.Plan();
    private readonly ConcurrentQueue<string> appended = new();
    private int taken;
    private int saved;
    private int unknown;
    private int lost;

    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Acknowledged_writes_areThereOnce_andInOneOrder(int seed)
    {
        await using var home = new TableHome(engine.EndpointUrl);
        var schedule = new FaultSchedule(seed, 0.1, FaultKind.ThrottledRequest, FaultKind.InternalServerError,
            FaultKind.ResetBeforeRequest, FaultKind.LostAnswer, FaultKind.ResetInAnswer);
        home.Proxy.Hook = schedule.DecideAsync;
        using var over = new CancellationTokenSource();
        var reading = ReadAsync(home, over.Token);
        var machines = Enumerable.Range(0, Machines);
        await Task.WhenAll(machines.Select(machine => Task.Run(() => RunAsync(home, machine, seed))));
        await over.CancelAsync();
        var seen = await reading;
        home.Proxy.Hook = null;

        var state = home.Open().Open(plan);
        var all = await state.Log(Log).ReadTextsAsync();
        output.WriteLine(
            $"Seed {seed}: {taken} leases, {lost} of them lost; {saved} saves and {appended.Count} appends "
            + $"acknowledged, {unknown} not; {schedule.Injected}");
        Assert.Equal(all, seen);
        Assert.Equal(all.Distinct(StringComparer.Ordinal).Count(), all.Count);
        Assert.Empty(appended.Except(all, StringComparer.Ordinal));
        Assert.InRange(all.Count, appended.Count, appended.Count + unknown);
        var counted = (await state.ReadCheckpointAsync(RunOperation.Delete, None))!.Counts["Scanned"];
        Assert.InRange(counted, saved, saved + unknown);
        Assert.True(lost > 0 && schedule.Injected.Total > 10, "Nothing went wrong.");
    }

    private async Task RunAsync(TableHome home, int machine, int seed)
    {
        var random = new Random((seed * 100) + machine);
        while (Volatile.Read(ref taken) < Leases)
        {
            var clock = new StoppableClock();
            var state = home.Open(TableHome.Elsewhere($"runner-{machine}"), Timings, time: clock).Open(plan);
            try
            {
                await using var lease = await state.AcquireAsync(RunOperation.Delete);
                var isSuspended = Interlocked.Increment(ref taken) % 4 == 0;
                await WorkAsync(state, lease, random, isSuspended ? clock : null);
                if (random.Next(3) > 0)
                    await lease.EndAsync();
            }
            catch (DdbException error) when (error.ErrorId == "RunInProgress")
            {
                await Task.Delay(random.Next(200));
            }
            catch (DdbException error) when (error.ErrorId == "LeaseLost")
            {
                Interlocked.Increment(ref lost);
            }
        }
    }

    private async Task WorkAsync(IPlanState state, ILease lease, Random random, StoppableClock? suspended)
    {
        var count = (await state.ReadCheckpointAsync(RunOperation.Delete, None))?.Counts["Scanned"] ?? 0;
        for (var step = 0; step < 12; step++)
        {
            if (random.Next(12) == 0)
                await Task.Delay(random.Next(500));
            if (suspended is not null && step == 4)
            {
                // Others take the lease over meanwhile, and by its own clock it still holds it.
                suspended.Stop();
                await lease.DisposeAsync();
                await Task.Delay(random.Next(1500, 4000));
            }

            var text = $"{lease.Holder.Fence}/{step}";
            try
            {
                if (random.Next(2) == 0)
                {
                    await state.Log(Log).AppendAsync(text, lease);
                    appended.Enqueue(text);
                }
                else
                {
                    await state.SaveCheckpointAsync(
                        StatePlans.Checkpoint(plan, RunOperation.Delete, ++count), lease, None);
                    Interlocked.Increment(ref saved);
                }
            }
            catch
            {
                Interlocked.Increment(ref unknown);
                throw;
            }
        }
    }

    private async Task<List<string>> ReadAsync(TableHome home, CancellationToken over)
    {
        var log = home.Open(TableHome.Elsewhere("reader"), Timings).Open(plan).Log(Log);
        var cursor = new LogCursor();
        var seen = new List<string>();
        while (!over.IsCancellationRequested)
        {
            seen.AddRange(await log.ReadTextsAsync(cursor));
            await Task.Delay(50, None);
        }

        seen.AddRange(await log.ReadTextsAsync(cursor));
        return seen;
    }

    /// <summary>Clocks that can be stopped; delays go on.</summary>
    private sealed class StoppableClock : TimeProvider
    {
        private (long Timestamp, DateTimeOffset Now)? stopped;

        public void Stop() => stopped = (System.GetTimestamp(), System.GetUtcNow());

        public override long GetTimestamp() => stopped?.Timestamp ?? System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => stopped?.Now ?? System.GetUtcNow();
    }
}
