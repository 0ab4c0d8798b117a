using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>Requests to the state table whose answers are lost, or that arrive a second time later.</summary>
public sealed class TableFaultTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly HashSet<string> Writes =
        new(["PutItem", "UpdateItem", "DeleteItem"], StringComparer.Ordinal);

    private readonly PlanIdentity plan = StatePlans.Plan();

    private static CancellationToken None => CancellationToken.None;

    /// <summary>Every request of a run in turn loses its answer, or does not arrive, and is sent again.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_whoseRequestIsSentAgain_endsAsWithoutFaults(bool isApplied)
    {
        var fault = isApplied ? ProxyAction.CutAfterForward : ProxyAction.Cut;
        var total = 1;
        for (var lost = 1; lost <= total; lost++)
        {
            await using var home = new TableHome(engine.EndpointUrl);
            var number = lost;
            home.Proxy.Hook = request => ValueTask.FromResult(
                request.Number == number ? fault : ProxyAction.Forward);
            await RunAsync(home);
            total = home.Proxy.Log.Total;
            await AssertEndAsync(home);
        }

        Assert.True(total > 40, $"The run sent {total} requests.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Run_underFaultsOfEveryKind_endsAsWithoutFaults(int seed)
    {
        await using var home = new TableHome(engine.EndpointUrl);
        var schedule = new FaultSchedule(
            seed, 0.3, FaultKind.ThrottledRequest, FaultKind.InternalServerError, FaultKind.ServiceUnavailable,
            FaultKind.ResetBeforeRequest, FaultKind.ResetInAnswer, FaultKind.LostAnswer, FaultKind.TruncatedAnswer);
        home.Proxy.Hook = schedule.DecideAsync;
        await RunAsync(home);
        home.Proxy.Hook = null;

        Assert.True(schedule.Injected.Total > 10, schedule.ToString());
        await AssertEndAsync(home);
    }

    /// <summary>
    /// Every write of two runs arrives a second time when they are over, in the order in which they came and in the
    /// opposite one.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writes_thatArriveASecondTimeLater_changeNothing(bool backwards)
    {
        await using var home = new TableHome(engine.EndpointUrl);
        home.Proxy.Log.KeepRequests = true;
        await RunAsync(home);
        var later = home.Open(TableHome.Elsewhere("runner-9"), TableHome.Lasting).Open(plan);
        await using var lease = await later.AcquireAsync(RunOperation.Copy);
        var writes = home.Proxy.Log.Requests.Where(request => Writes.Contains(request.Operation)).ToList();
        Assert.True(writes.Count > 25, $"There were {writes.Count} writes.");
        if (backwards)
            writes.Reverse();
        var refused = 0;
        foreach (var write in writes)
        {
            try
            {
                await home.Raw.SendAsync(write.Operation, write.Body);
            }
            catch (RawDynamoDbException error) when (error.ErrorType == "ConditionalCheckFailedException")
            {
                refused++;
            }
        }

        Assert.True(refused > 15, $"{refused} of {writes.Count} writes were refused.");
        lease.Require();
        await home.Open().Open(plan).SetPhaseAsync(DdbPlanPhase.Copied, lease, None);
        await lease.EndAsync();
        await AssertEndAsync(home);
    }

    /// <summary>An append that was given up arrives when its holder has gone on.</summary>
    [Fact]
    public async Task Append_thatWasGivenUp_arrivesBehindNothing()
    {
        await using var home = new TableHome(engine.EndpointUrl);
        var state = home.Open(TableHome.Elsewhere("runner-1"), TableHome.Lasting).Open(plan);
        await using var lease = await state.AcquireAsync(RunOperation.Delete);
        await state.Log("deletions").AppendAsync("one", lease);
        home.Proxy.Log.KeepRequests = true;
        home.Proxy.Hook = static request =>
            ValueTask.FromResult(request.Operation == "PutItem" ? ProxyAction.Cut : ProxyAction.Forward);
        using (var stop = new CancellationTokenSource())
        {
            var giving = state.Log("deletions").AppendAsync(StatePlans.Entry("given up"), lease, stop.Token);
            while (home.Proxy.Log.Count("PutItem") == 0)
                await Task.Delay(5);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => giving);
        }

        home.Proxy.Hook = null;
        var givenUp = home.Proxy.Log.Requests.First(request => request.Operation == "PutItem");
        var cursor = new LogCursor();
        await state.Log("deletions").ReadTextsAsync(cursor);
        await state.Log("deletions").AppendAsync("two", lease);
        await Assert.ThrowsAsync<RawDynamoDbException>(() => home.Raw.SendAsync("PutItem", givenUp.Body));
        await state.Log("deletions").AppendAsync("three", lease);

        Assert.Equal(["two", "three"], await state.Log("deletions").ReadTextsAsync(cursor));
        Assert.Equal(["one", "two", "three"], await state.Log("deletions").ReadTextsAsync());
    }

    [Fact]
    public async Task Append_thatWasGivenUpAndArrives_isFoundBeforeTheNextOne()
    {
        await using var home = new TableHome(engine.EndpointUrl);
        var state = home.Open(TableHome.Elsewhere("runner-1"), TableHome.Lasting).Open(plan);
        await using var lease = await state.AcquireAsync(RunOperation.Delete);
        await state.Log("deletions").AppendAsync("one", lease);
        using (var stop = new CancellationTokenSource())
        {
            home.Proxy.Hook = async request =>
            {
                if (request.Operation == "PutItem")
                    await stop.CancelAsync();
                return request.Operation == "PutItem" ? ProxyAction.CutAfterForward : ProxyAction.Forward;
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => state.Log("deletions").AppendAsync(StatePlans.Entry("given up"), lease, stop.Token));
        }

        while (home.Proxy.Log.UnderWay > 0)
            await Task.Delay(5);
        home.Proxy.Hook = null;
        var cursor = new LogCursor();
        Assert.Equal(["one", "given up"], await state.Log("deletions").ReadTextsAsync(cursor));
        await state.Log("deletions").AppendAsync("two", lease);
        Assert.Equal(["two"], await state.Log("deletions").ReadTextsAsync(cursor));
        lease.Require();
    }

    /// <summary>
    /// Two sittings of a copy, the first of which records what its checkpoint does not cover, and a catch-up that
    /// removes what it is done with.
    /// </summary>
    private async Task RunAsync(TableHome home)
    {
        var first = home.Open(TableHome.Elsewhere("runner-1"), TableHome.Lasting).Open(plan);
        await using (var lease = await first.AcquireAsync(RunOperation.Copy))
        {
            await first.SetPhaseAsync(DdbPlanPhase.Copying, lease, None);
            await first.Log("copy.records").TruncateAsync(null, lease, None);
            await first.Log("copy.records").AppendAsync("one", lease);
            await first.SaveCheckpointAsync(Checkpoint(1), lease, None);
            await first.SaveCheckpointAsync(Checkpoint(2), lease, None);
            await first.Log("copy.records").AppendAsync("not covered", lease);
            await lease.EndAsync();
        }

        var second = home.Open(TableHome.Elsewhere("runner-2"), TableHome.Lasting).Open(plan);
        await using (var lease = await second.AcquireAsync(RunOperation.Copy))
        {
            var position = new LogPosition(2);
            await second.Log("copy.records").TruncateAsync(position, lease, None);
            await second.Log("copy.records").AppendAsync("two", lease);
            await second.SaveCheckpointAsync(Checkpoint(3), lease, None);
            await second.ExpectLatePutsAsync(StatePlans.LateUntil, None);
            await second.SetPhaseAsync(DdbPlanPhase.Copied, lease, None);
            await second.WriteLimitsAsync("first", None);
            await second.WriteLimitsAsync("second", None);
            await lease.EndAsync();
        }

        await using var sync = await second.AcquireAsync(RunOperation.Sync);
        await second.Log("sync.deferred").AppendAsync("done", sync);
        var done = await second.Log("sync.deferred").AppendAsync("done too", sync);
        await second.Log("sync.deferred").RemoveThroughAsync(done, sync, None);
        await second.Log("sync.deferred").AppendAsync("waits", sync);
        await sync.EndAsync();
    }

    private async Task AssertEndAsync(TableHome home)
    {
        home.Proxy.Hook = null;
        var store = home.Open();
        var state = store.Open(plan);
        var stored = await state.ReadPlanAsync(None);
        Assert.Equal((DdbPlanPhase.Copied, StatePlans.LateUntil), (stored!.Phase, stored.LatePutsUntil));
        Assert.Null(stored.LateDeletesUntil);
        Assert.Equal(3, (await state.ReadCheckpointAsync(RunOperation.Copy, None))!.Counts["Scanned"]);
        Assert.Equal("second", await state.ReadLimitsAsync(None));
        Assert.Equal(["one", "two"], await state.Log("copy.records").ReadTextsAsync());
        Assert.Equal(["waits"], await state.Log("sync.deferred").ReadTextsAsync());
        Assert.Single(await store.ListAsync(error => throw error, None).ToListAsync());
        foreach (var operation in new[] { RunOperation.Copy, RunOperation.Sync })
            Assert.Null(await state.FindHolderAsync(operation, None));
    }

    private Checkpoint Checkpoint(long scanned) => StatePlans.Checkpoint(plan, RunOperation.Copy, scanned);
}
