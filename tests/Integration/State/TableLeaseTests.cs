using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Table;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>Leases in a table: who may take them over, and what becomes of the holder before.</summary>
public sealed class TableLeaseTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IAsyncLifetime
{
    private readonly PlanIdentity plan = StatePlans.Plan();
    private TableHome? home;

    private static CancellationToken None => CancellationToken.None;

    private TableHome Home => home!;

    public ValueTask InitializeAsync()
    {
        home = new TableHome(engine.EndpointUrl);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Home.DisposeAsync();

    [LinuxFact("only Linux tells in which boot and namespace a process ran")]
    public async Task Lease_ofADeadProcessOnThisMachine_isTakenOverAtOnce()
    {
        var dead = new LeaseOwner("ops", "here", ProcessMark.Current with { Id = int.MaxValue, StartedAt = 1 });
        await using var first = await Open(dead, TableHome.Lasting).AcquireAsync(RunOperation.Copy);

        // Observing the holder would take ten minutes.
        await using var second = await Open(LeaseOwner.Current, TableHome.Lasting).AcquireAsync(RunOperation.Copy);

        Assert.Equal(first.Holder, second.TakenOverFrom);
    }

    [Fact]
    public async Task Lease_thatThisProcessLeftBehind_isTakenOverAtOnce()
    {
        var first = await Open(LeaseOwner.Current, TableHome.Lasting).AcquireAsync(RunOperation.Copy);
        var state = Open(LeaseOwner.Current, TableHome.Lasting);
        await AssertFailsAsync("RunInProgress", () => state.AcquireAsync(RunOperation.Copy));

        await first.DisposeAsync();

        await using var second = await state.AcquireAsync(RunOperation.Copy);
        Assert.Equal(first.Holder, second.TakenOverFrom);
    }

    [Fact]
    public async Task Lease_ofAHolderElsewhereThatIsSilent_isTakenOverOnceItHasLasted()
    {
        var first = await Open(TableHome.Elsewhere("runner-1")).AcquireAsync(RunOperation.Copy);
        await first.DisposeAsync();
        var observed = new List<LeaseHolder>();

        var store = Home.Open(TableHome.Elsewhere("runner-2"), whenObserving: observed.Add);
        await using var second = await store.Open(plan).AcquireAsync(RunOperation.Copy);

        Assert.Equal([first.Holder], observed);
        Assert.Equal(first.Holder, second.TakenOverFrom);
    }

    [Fact]
    public async Task Lease_ofAHolderElsewhereThatRenewsIt_isRefused()
    {
        var shortly = TableHome.Timings with { LeaseDuration = TimeSpan.FromSeconds(60) };
        await using var first = await Open(TableHome.Elsewhere("runner-1"), shortly).AcquireAsync(RunOperation.Copy);

        var state = Open(TableHome.Elsewhere("runner-2"), TableHome.Lasting);
        var error = await AssertFailsAsync("RunInProgress", () => state.AcquireAsync(RunOperation.Copy));

        Assert.Contains("ops on runner-1 (process 4711) since ", error.Message, StringComparison.Ordinal);
        first.Require();
    }

    [Fact]
    public async Task Lease_thatIsEndedWhileItIsObserved_isTaken()
    {
        var old = Open(TableHome.Elsewhere("runner-1"), TableHome.Lasting);
        await using var first = await old.AcquireAsync(RunOperation.Copy);
        var taking = Open(TableHome.Elsewhere("runner-2"), TableHome.Lasting).AcquireAsync(RunOperation.Copy);
        await first.EndAsync();

        await using var second = await taking;

        Assert.Null(second.TakenOverFrom);
    }

    [Fact]
    public async Task Holder_thatWasReplaced_savesNothingMore()
    {
        var old = Open(TableHome.Elsewhere("runner-1"), TableHome.Timings with { Renewal = TimeSpan.FromMinutes(1) });
        await using var first = await old.AcquireAsync(RunOperation.Copy);
        await old.SaveCheckpointAsync(Checkpoint(1), first, None);
        await old.Log("updates").AppendAsync("old", first);
        await Task.Delay(Timeout.Infinite, first.Lost).ContinueWith(static _ => { }, TaskScheduler.Default);
        var (state, second) = await TakeOverAsync(plan);
        await using var taken = second;
        await state.SaveCheckpointAsync(Checkpoint(2), second, None);
        await state.SetPhaseAsync(DdbPlanPhase.Copying, second, None);
        await state.Log("updates").AppendAsync("new", second);

        foreach (var write in new Func<Task>[]
        {
            () => old.SaveCheckpointAsync(Checkpoint(3), first, None),
            () => old.DeleteCheckpointAsync(RunOperation.Copy, first, None),
            () => old.SetPhaseAsync(DdbPlanPhase.Copied, first, None),
            () => old.Log("updates").AppendAsync("late", first),
            () => old.Log("updates").TruncateAsync(null, first, None),
            () => old.Log("updates").RemoveThroughAsync(new LogPosition(1), first, None),
        })
        {
            await AssertFailsAsync("LeaseLost", write);
        }

        await AssertWonAsync(state, second, first);
    }

    /// <summary>
    /// The old holder's clock stands still, as it would for a process that is stopped between its look at the clock and
    /// its request: what it sends is refused by the table.
    /// </summary>
    [Fact]
    public async Task Holder_thatWasReplacedAndDoesNotKnow_savesNothingMore()
    {
        foreach (var write in new Func<IPlanState, ILease, Task>[]
        {
            (old, lease) => old.SaveCheckpointAsync(Checkpoint(3), lease, None),
            (old, lease) => old.SaveCheckpointAsync(StatePlans.LargeCheckpoint(plan, 900 * 1024, 3), lease, None),
            (old, lease) => old.DeleteCheckpointAsync(RunOperation.Copy, lease, None),
            (old, lease) => old.SetPhaseAsync(DdbPlanPhase.Copied, lease, None),
            (old, lease) => old.Log("updates").AppendAsync("late", lease),
            (old, lease) => old.Log("updates").TruncateAsync(null, lease, None),
            (_, lease) => lease.EndAsync(),
        })
        {
            var operation = StatePlans.Plan($"limits-{Guid.NewGuid():n}");
            var old = Home.Open(TableHome.Elsewhere("runner-1"), TableHome.Lasting).Open(operation);
            await using var first = await old.AcquireAsync(RunOperation.Copy);
            await old.SaveCheckpointAsync(Checkpoint(1), first, None);
            await old.Log("updates").AppendAsync("old", first);
            var (state, second) = await TakeOverAsync(operation);
            await using var taken = second;
            await state.SaveCheckpointAsync(Checkpoint(2), second, None);
            await state.SetPhaseAsync(DdbPlanPhase.Copying, second, None);
            await state.Log("updates").AppendAsync("new", second);

            await AssertFailsAsync("LeaseLost", () => write(old, first));

            await AssertWonAsync(state, second, first);
        }
    }

    [Fact]
    public async Task Append_ofAHolderThatWasReplaced_isFoundByReaders_whereItLands()
    {
        var old = Home.Open(TableHome.Elsewhere("runner-1"), TableHome.Lasting).Open(plan);
        await using var first = await old.AcquireAsync(RunOperation.Delete);
        await old.Log("deletions").AppendAsync("one", first);
        var (state, second) = await TakeOverAsync(plan, RunOperation.Delete);
        await using var taken = second;
        var cursor = new LogCursor();
        Assert.Equal(["one"], await state.Log("deletions").ReadTextsAsync(cursor));

        // The new holder has not written to this log yet, so the old one cannot know.
        await old.Log("deletions").AppendAsync("two", first);

        Assert.Equal(["two"], await state.Log("deletions").ReadTextsAsync(cursor));
        await state.Log("deletions").AppendAsync("three", second);
        Assert.Equal(["three"], await state.Log("deletions").ReadTextsAsync(cursor));
        await AssertFailsAsync("LeaseLost", () => old.Log("deletions").AppendAsync("four", first));
        Assert.Equal(["one", "two", "three"], await state.Log("deletions").ReadTextsAsync());
    }

    [Fact]
    public async Task Lease_thatCannotBeRenewed_isLostByItsHoldersOwnClock()
    {
        await using var lease = await Open(TableHome.Elsewhere("runner-1")).AcquireAsync(RunOperation.Copy);
        var lost = new TaskCompletionSource();
        await using var registration = lease.Lost.Register(lost.SetResult);
        Home.Proxy.Hook = static _ => ValueTask.FromResult(ProxyAction.Cut);

        await lost.Task;

        Home.Proxy.Hook = null;
        Assert.Equal("LeaseLost", Assert.Throws<DdbException>(lease.Require).ErrorId);
        var state = Open(LeaseOwner.Current);
        await AssertFailsAsync("LeaseLost", () => state.SaveCheckpointAsync(Checkpoint(1), lease, None));
        Assert.Null(await state.ReadCheckpointAsync(RunOperation.Copy, None));
        // Nobody has taken it over, so it can still be said that it ended well.
        await lease.EndAsync();
        await using var next = await state.AcquireAsync(RunOperation.Copy);
        Assert.Null(next.TakenOverFrom);
    }

    [Fact]
    public async Task Lease_isRenewedThroughShortFailures()
    {
        var timings = TableHome.Lasting with { Renewal = TimeSpan.FromSeconds(0.05) };
        await using var lease = await Open(TableHome.Elsewhere("runner-1"), timings).AcquireAsync(RunOperation.Copy);
        var schedule = new FaultSchedule(7, 0.4, FaultKind.ThrottledRequest, FaultKind.InternalServerError,
            FaultKind.LostAnswer, FaultKind.ResetBeforeRequest);
        Home.Proxy.Hook = schedule.DecideAsync;
        while (schedule.Injected.Total < 12)
            await Task.Delay(20);

        Home.Proxy.Hook = null;
        lease.Require();
        Assert.False(lease.Lost.IsCancellationRequested);
        await lease.EndAsync();
    }

    private async Task AssertWonAsync(IPlanState state, ILease second, ILease first)
    {
        Assert.Equal(2, (await state.ReadCheckpointAsync(RunOperation.Copy, None))!.Counts["Scanned"]);
        Assert.Equal(DdbPlanPhase.Copying, (await state.ReadPlanAsync(None))!.Phase);
        Assert.Equal(["old", "new"], await state.Log("updates").ReadTextsAsync());
        Assert.Equal("LeaseLost", Assert.Throws<DdbException>(first.Require).ErrorId);
        Assert.True(first.Lost.IsCancellationRequested);
        second.Require();
        await state.SaveCheckpointAsync(Checkpoint(2), second, None);
    }

    /// <summary>Takes a lease over from a holder that is alive and believes to hold it for long.</summary>
    private async Task<(IPlanState State, ILease Lease)> TakeOverAsync(
        PlanIdentity of, RunOperation operation = RunOperation.Copy)
    {
        // What the holder wrote about its duration is shortened, so that the test does not wait for it.
        var key = $"op#{operation.ToString().ToLowerInvariant()}";
        var item = await Home.Raw.GetAsync(Home.Name, $"plan#{of.Id}", key);
        item!["durationMilliseconds"]!["N"] = "100";
        await Home.Raw.PutAsync(Home.Name, item);
        var timings = TableHome.Lasting with { LeaseDuration = TimeSpan.FromMilliseconds(300) };
        var hasty = Home.Open(TableHome.Elsewhere("runner-2"), timings).Open(of);
        await (await hasty.AcquireAsync(operation)).DisposeAsync();

        var state = Home.Open(TableHome.Elsewhere("runner-2"), TableHome.Lasting).Open(of);
        return (state, await state.AcquireAsync(operation));
    }

    private static async Task<DdbException> AssertFailsAsync(string errorId, Func<Task> work)
    {
        var error = await Assert.ThrowsAsync<DdbException>(work);
        Assert.Equal(errorId, error.ErrorId);
        return error;
    }

    private Checkpoint Checkpoint(long scanned) => StatePlans.Checkpoint(plan, RunOperation.Copy, scanned);

    private IPlanState Open(LeaseOwner owner, StateTimings? timings = null) => Home.Open(owner, timings).Open(plan);
}
