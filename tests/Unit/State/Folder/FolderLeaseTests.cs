using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Folder;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State.Folder;

/// <summary>One run at a time for each operation of a folder.</summary>
public sealed class FolderLeaseTests : IDisposable
{
    private readonly RunFiles files = new();
    private readonly IPlanState state;

    public FolderLeaseTests() => state = files.State();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Lease_ofOneOperation_isRefusedToASecondRunUntilTheFirstEnds()
    {
        Assert.Null(await state.FindHolderAsync(RunOperation.Copy, CancellationToken.None));
        await using (var first = await AcquireAsync(state, RunOperation.Copy))
        {
            Assert.Equal(first.Holder, await files.State().FindHolderAsync(RunOperation.Copy, CancellationToken.None));
            var error = await Assert.ThrowsAsync<DdbException>(() => AcquireAsync(files.State(), RunOperation.Copy));
            Assert.Equal(("RunInProgress", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
            await using var other = await AcquireAsync(state, RunOperation.Verify);
        }

        Assert.Null(await state.FindHolderAsync(RunOperation.Copy, CancellationToken.None));
        await using var again = await AcquireAsync(state, RunOperation.Copy);
    }

    [Fact]
    public async Task RunInProgress_saysWhoWhereSinceWhenAndWhatToDo()
    {
        await using var first = await AcquireAsync(state, RunOperation.Sync);
        var error = await Assert.ThrowsAsync<DdbException>(() => AcquireAsync(files.State(), RunOperation.Sync));
        Assert.Equal(
            $"The catch-up of this plan is already being run by {Environment.UserName} on {Environment.MachineName} (process {Environment.ProcessId}) since 2025-06-15T10:30:00Z, "
            + $"as the folder '{files.Files().Path}' says. Nothing was changed. Wait for it or stop it there, then run the same command again.",
            error.Message);
    }

    [Fact]
    public async Task Lease_thatWasNotEnded_isTakenOverWithItsRequestsStillExpected()
    {
        LeaseHolder killed;
        await using (var lease = await AcquireAsync(state, RunOperation.Delete))
        {
            killed = lease.Holder;
            Assert.Null(lease.TakenOverFrom);
        }

        files.Time.Advance(TimeSpan.FromSeconds(5));
        await using (var next = await AcquireAsync(files.State(), RunOperation.Delete))
        {
            Assert.Equal(killed, next.TakenOverFrom);
            var plan = await state.ReadPlanAsync(CancellationToken.None);
            Assert.Equal(files.Time.GetUtcNow() + files.Timings.Recheck, plan!.LatePutsUntil);
            Assert.Equal(files.Time.GetUtcNow() + files.Timings.LateRequests, plan.LateDeletesUntil);
            await next.EndAsync();
        }

        await using var last = await AcquireAsync(files.State(), RunOperation.Delete);
        Assert.Null(last.TakenOverFrom);
    }

    [Fact]
    public async Task Lease_thatEnded_expectsNoLateRequests()
    {
        await using (var lease = await AcquireAsync(state, RunOperation.Delete))
            await lease.EndAsync();
        await using var next = await AcquireAsync(state, RunOperation.Delete);
        var plan = await state.ReadPlanAsync(CancellationToken.None);
        Assert.Equal((null, null), (plan!.LatePutsUntil, plan.LateDeletesUntil));
    }

    [Fact]
    public async Task Fences_growFromLeaseToLeaseWhateverTheOperationAndTheProcess()
    {
        var fences = new List<long>();
        foreach (var operation in new[] { RunOperation.Copy, RunOperation.Sync, RunOperation.Copy, RunOperation.Delete, RunOperation.Undo })
        {
            await using var lease = await AcquireAsync(files.State(), operation);
            fences.Add(lease.Holder.Fence);
        }

        Assert.Equal([1, 2, 3, 4, 5], fences);
    }

    [Fact]
    public async Task Fences_ofLeasesTakenAtOnce_areDistinct()
    {
        var operations = Enum.GetValues<RunOperation>();
        var leases = await Task.WhenAll(operations.Select(operation => Task.Run(() => AcquireAsync(files.State(), operation))));
        Assert.Equal(operations.Length, leases.Select(lease => lease.Holder.Fence).Distinct().Count());
        foreach (var lease in leases)
            await lease.DisposeAsync();
    }

    [Fact]
    public async Task Require_afterTheLeaseIsDisposedOf_throws()
    {
        var lease = await AcquireAsync(state, RunOperation.Copy);
        lease.Require();
        await lease.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(lease.Require);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => state.SaveCheckpointAsync(RunFiles.Checkpoint(), lease, CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => state.SetPhaseAsync(DdbPlanPhase.Copied, lease, CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => state.Log("sync.records").AppendAsync("x"u8.ToArray(), lease, CancellationToken.None));
    }

    [Fact]
    public async Task Lease_inAFolderBelowAFile_isNotWritable()
    {
        var file = Path.Combine(files.Path, "file");
        File.WriteAllText(file, "");
        await AssertNotWritableAsync(new FolderStateStore(Path.Combine(file, "run"), restart: false, files.Timings, files.Time).Open(RunFiles.Plan()));
    }

    [Fact]
    public async Task Lease_whoseLockCannotBeMade_isNotCalledARunInProgress()
    {
        var path = files.Files().Lock(RunOperation.Copy);
        Directory.CreateDirectory(path);
        await AssertNotWritableAsync(state);
    }

    [LinuxFact("Other systems may not let the test make a link to itself, or name the failure otherwise.")]
    public async Task LockThatIsALinkToItself_isNotCalledARunInProgress()
    {
        var path = files.Files().Lock(RunOperation.Copy);
        Directory.CreateDirectory(files.Files().Path);
        File.CreateSymbolicLink(path, path);
        await AssertNotWritableAsync(state);
    }

    [Fact]
    public async Task Lease_thatCouldNotBeRecorded_isFreeAgain()
    {
        var holder = files.Files().Holder(RunOperation.Copy) + ".new";
        Directory.CreateDirectory(holder);
        Assert.Equal("CheckpointNotWritable", (await Assert.ThrowsAsync<DdbException>(() => AcquireAsync(state, RunOperation.Copy))).ErrorId);
        Directory.Delete(holder);
        await using var lease = await AcquireAsync(state, RunOperation.Copy);
        Assert.Null(lease.TakenOverFrom);
    }

    private static Task<ILease> AcquireAsync(IPlanState state, RunOperation operation) => state.AcquireAsync(operation, CancellationToken.None);

    private static async Task AssertNotWritableAsync(IPlanState state)
    {
        var error = await Assert.ThrowsAsync<DdbException>(() => AcquireAsync(state, RunOperation.Copy));
        Assert.Equal("CheckpointNotWritable", error.ErrorId);
        Assert.Contains("-CheckpointPath", error.Message, StringComparison.Ordinal);
    }
}
