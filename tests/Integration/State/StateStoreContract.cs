using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>What every home of state does: plans, leases, phases, checkpoints and limits.</summary>
public abstract class StateStoreContract : IAsyncLifetime
{
    private IStateHome? home;

    private protected static CancellationToken None => CancellationToken.None;

    private protected IStateHome Home => home!;

    private protected PlanIdentity Plan { get; } = StatePlans.Plan();

    private protected abstract IStateHome CreateHome();

    public ValueTask InitializeAsync()
    {
        home = CreateHome();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Home.DisposeAsync();

    [Fact]
    public async Task Reading_whereNoOperationHasBegun_findsNothingAndCreatesNothing()
    {
        var store = Home.Open();
        var state = store.Open(Plan);

        Assert.Null(await state.ReadPlanAsync(None));
        Assert.Null(await state.ReadCheckpointAsync(RunOperation.Copy, None));
        Assert.Null(await state.FindHolderAsync(RunOperation.Copy, None));
        Assert.Null(await state.ReadLimitsAsync(None));
        Assert.Empty(await state.Log(StateLogs.Deletions).ReadTextsAsync());
        Assert.Empty(await store.ListAsync(error => throw error, None).ToListAsync());
        Assert.False(await Home.ExistsAsync());
    }

    [Fact]
    public async Task FirstLease_storesThePlan_forEveryMachine()
    {
        var before = DateTimeOffset.UtcNow;
        await using (var lease = await Home.Open().Open(Plan).AcquireAsync(RunOperation.Copy))
            await lease.EndAsync();

        var store = Home.Open();
        var stored = await store.Open(Plan).ReadPlanAsync(None);
        Assert.NotNull(stored);
        Assert.Equal((DdbPlanPhase.None, Plan.Id), (stored.Phase, stored.Plan.Id));
        Assert.Equal((null, null), (stored.LatePutsUntil, stored.LateDeletesUntil));
        Assert.Empty(stored.Plan.DifferencesFrom(Plan));
        Assert.InRange(stored.CreatedAt, before.AddSeconds(-1), DateTimeOffset.UtcNow);
        Assert.Equal([stored], await store.ListAsync(error => throw error, None).ToListAsync(), SamePlan);
    }

    [Fact]
    public async Task Lease_thatIsHeld_isRefusedToEveryoneElse_byItsHoldersName()
    {
        await using var lease = await Home.Open().Open(Plan).AcquireAsync(RunOperation.Copy);
        var other = Home.Open().Open(Plan);

        var error = await Assert.ThrowsAsync<DdbException>(() => other.AcquireAsync(RunOperation.Copy));

        Assert.Equal(("RunInProgress", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
        Assert.Contains(lease.Holder.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Equal(lease.Holder.Fence, (await other.FindHolderAsync(RunOperation.Copy, None))?.Fence);
        Assert.Null(await other.FindHolderAsync(RunOperation.Verify, None));
        await using var verification = await other.AcquireAsync(RunOperation.Verify);
        Assert.True(verification.Holder.Fence > lease.Holder.Fence);
        lease.Require();
    }

    [Fact]
    public async Task Lease_thatWasEnded_isTakenWithoutATrace()
    {
        await using var first = await Home.Open().Open(Plan).AcquireAsync(RunOperation.Delete);
        await first.EndAsync();
        await first.DisposeAsync();
        var state = Home.Open().Open(Plan);
        Assert.Null(await state.FindHolderAsync(RunOperation.Delete, None));

        await using var second = await state.AcquireAsync(RunOperation.Delete);

        Assert.Null(second.TakenOverFrom);
        Assert.True(second.Holder.Fence > first.Holder.Fence);
        Assert.Null((await state.ReadPlanAsync(None))!.LateDeletesUntil);
    }

    [Fact]
    public async Task Lease_thatWasLeftBehind_isTakenOver_andLateRequestsAreExpected()
    {
        var first = await Home.Open().Open(Plan).AcquireAsync(RunOperation.Delete);
        await first.DisposeAsync();
        var state = Home.Open().Open(Plan);

        await using var second = await state.AcquireAsync(RunOperation.Delete);

        Assert.Equal(first.Holder.Fence, second.TakenOverFrom?.Fence);
        var stored = await state.ReadPlanAsync(None);
        Assert.True(stored!.LatePutsUntil > DateTimeOffset.UtcNow);
        Assert.True(stored.LateDeletesUntil > DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Acquirers_atTheSameMoment_haveOneWinner()
    {
        var states = Enumerable.Range(0, 6).Select(_ => Home.Open().Open(Plan)).ToList();
        var tries = states.Select(state => Task.Run(async () =>
        {
            try
            {
                return await state.AcquireAsync(RunOperation.Sync);
            }
            catch (DdbException error) when (error.ErrorId == "RunInProgress")
            {
                return null;
            }
        }));

        var won = (await Task.WhenAll(tries)).OfType<ILease>().ToList();

        var lease = Assert.Single(won);
        lease.Require();
        await lease.EndAsync();
        await lease.DisposeAsync();
    }

    [Fact]
    public async Task Phase_moves_andSaysSinceWhen()
    {
        var state = Home.Open().Open(Plan);
        await using var lease = await state.AcquireAsync(RunOperation.Copy);
        foreach (var phase in new[] { DdbPlanPhase.Copying, DdbPlanPhase.Copied, DdbPlanPhase.Copied })
        {
            var before = (await state.ReadPlanAsync(None))!;
            await state.SetPhaseAsync(phase, lease, None);
            var now = (await Home.Open().Open(Plan).ReadPlanAsync(None))!;
            Assert.Equal(phase, now.Phase);
            Assert.Equal(before.Phase == phase, now.PhaseSince == before.PhaseSince);
        }
    }

    [Fact]
    public async Task LateRequests_areExpectedUntilTheLastMomentThatWasNamed()
    {
        var state = Home.Open().Open(Plan);
        await using var lease = await state.AcquireAsync(RunOperation.Copy);
        var now = DateTimeOffset.UtcNow;
        foreach (var minutes in new[] { 5, 9, 2 })
        {
            await state.ExpectLatePutsAsync(now.AddMinutes(minutes), None);
            await state.ExpectLateDeletesAsync(now.AddMinutes(minutes * 2), None);
        }

        var stored = await state.ReadPlanAsync(None);
        Assert.Equal((now.AddMinutes(9), now.AddMinutes(18)), (stored!.LatePutsUntil, stored.LateDeletesUntil));
    }

    [Fact]
    public async Task Checkpoint_isReadAsItWasSaved_onEveryMachine()
    {
        var state = Home.Open().Open(Plan);
        await using var lease = await state.AcquireAsync(RunOperation.Copy);
        var saved = StatePlans.Checkpoint(Plan, RunOperation.Copy, 1);
        await state.SaveCheckpointAsync(saved, lease, None);
        await state.SaveCheckpointAsync(StatePlans.Checkpoint(Plan, RunOperation.Copy, 2), lease, None);

        var other = Home.Open().Open(Plan);
        var found = await other.ReadCheckpointAsync(RunOperation.Copy, None);
        Assert.Equal((2, saved.RunId, 1), (found!.Counts["Scanned"], found.RunId, found.Scan!.Open[0].Segment));
        Assert.Equal("ENTITY#ü", found.Scan.Open[0].StartKey!.Value.GetProperty("PK").GetProperty("S").GetString());
        Assert.Null(await other.ReadCheckpointAsync(RunOperation.Delete, None));

        await state.DeleteCheckpointAsync(RunOperation.Copy, lease, None);
        Assert.Null(await other.ReadCheckpointAsync(RunOperation.Copy, None));
    }

    [Fact]
    public async Task Checkpoint_ofAnotherOperation_isForgotten()
    {
        var state = Home.Open().Open(Plan);
        await using (var undo = await state.AcquireAsync(RunOperation.Undo))
        {
            await state.SaveCheckpointAsync(StatePlans.Checkpoint(Plan, RunOperation.Undo, 1), undo, None);
            await undo.EndAsync();
        }

        await using var copy = await state.AcquireAsync(RunOperation.Copy);
        await state.DeleteCheckpointAsync(RunOperation.Undo, copy, None);
        await state.DeleteCheckpointAsync(RunOperation.Verify, copy, None);

        Assert.Null(await state.ReadCheckpointAsync(RunOperation.Undo, None));
        copy.Require();
    }

    [Theory]
    [InlineData(300)]
    [InlineData(2500)]
    public async Task Checkpoint_thatIsLarge_isReadWhole_andReplaced(int kilobytes)
    {
        var state = Home.Open().Open(Plan);
        await using var lease = await state.AcquireAsync(RunOperation.Copy);
        for (var seed = 1; seed <= 2; seed++)
        {
            var saved = StatePlans.LargeCheckpoint(Plan, kilobytes * 1024, seed);
            await state.SaveCheckpointAsync(saved, lease, None);
            var found = await Home.Open().Open(Plan).ReadCheckpointAsync(RunOperation.Copy, None);
            Assert.Equal(saved.Settings["noise"], found!.Settings["noise"]);
        }

        await state.SaveCheckpointAsync(StatePlans.Checkpoint(Plan, RunOperation.Copy, 3), lease, None);
        Assert.Equal(3, (await state.ReadCheckpointAsync(RunOperation.Copy, None))!.Counts["Scanned"]);
    }

    [Fact]
    public async Task Limits_areReadByEveryMachine_untilTheyAreRemoved()
    {
        var state = Home.Open().Open(Plan);
        await using var lease = await state.AcquireAsync(RunOperation.Copy);
        var other = Home.Open().Open(Plan);
        string?[] all = ["""{"maxWriteUnits":100}""", """{"maxWriteUnits":50}""", null, """{"maxReadUnits":7}"""];
        foreach (var limits in all)
        {
            await other.WriteLimitsAsync(limits, None);
            Assert.Equal(limits, await state.ReadLimitsAsync(None));
        }
    }

    [Fact]
    public async Task Plan_ofANewerVersion_isRefused_andListedAsUnreadable()
    {
        await using (var lease = await Home.Open().Open(Plan).AcquireAsync(RunOperation.Copy))
            await lease.EndAsync();
        await Home.MakeNewerAsync(Plan);
        var store = Home.Open();

        foreach (var read in new Func<Task>[]
        {
            () => store.Open(Plan).ReadPlanAsync(None),
            () => store.Open(Plan).ReadCheckpointAsync(RunOperation.Copy, None),
            () => store.Open(Plan).AcquireAsync(RunOperation.Copy),
        })
        {
            Assert.Equal(DdbErrorKind.InvalidState, (await Assert.ThrowsAsync<DdbException>(read)).Kind);
        }

        var unreadable = new List<DdbException>();
        Assert.Empty(await store.ListAsync(unreadable.Add, None).ToListAsync());
        Assert.Single(unreadable);
    }

    private static bool SamePlan(StoredPlan a, StoredPlan b) =>
        a.Plan.Id == b.Plan.Id && a.CreatedAt == b.CreatedAt && a.Phase == b.Phase;
}
