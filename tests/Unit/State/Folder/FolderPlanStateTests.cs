using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State.Folder;

/// <summary>What a folder keeps of a plan, and that it never takes it for something else.</summary>
public sealed class FolderPlanStateTests : IDisposable
{
    private readonly RunFiles files = new();
    private readonly IPlanState state;

    public FolderPlanStateTests() => state = files.State();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task State_beforeTheFirstLease_isNothingAndLeavesNothing()
    {
        Assert.Null(await state.ReadPlanAsync(CancellationToken.None));
        Assert.Null(await state.ReadCheckpointAsync(RunOperation.Copy, CancellationToken.None));
        Assert.Null(await state.ReadLimitsAsync(CancellationToken.None));
        Assert.Null(await state.FindHolderAsync(RunOperation.Copy, CancellationToken.None));
        await state.WriteLimitsAsync(null, CancellationToken.None);
        Assert.False(Directory.Exists(files.Files().Path));
    }

    [Fact]
    public async Task Plan_isStoredWithTheFirstLease()
    {
        await using var lease = await AcquireAsync(RunOperation.Copy);
        var stored = await files.State().ReadPlanAsync(CancellationToken.None);
        Assert.Equal(RunFiles.Plan().Id, stored!.Plan.Id);
        Assert.Equal((DdbPlanPhase.None, files.Time.GetUtcNow(), files.Time.GetUtcNow()), (stored.Phase, stored.PhaseSince, stored.CreatedAt));
        Assert.Equal((null, null), (stored.LatePutsUntil, stored.LateDeletesUntil));
    }

    [Fact]
    public async Task Phase_movesWithItsTimeAndTheBeginningStays()
    {
        var created = files.Time.GetUtcNow();
        await using var lease = await AcquireAsync(RunOperation.Copy);
        foreach (var phase in new[] { DdbPlanPhase.Copying, DdbPlanPhase.Copied, DdbPlanPhase.Deleting, DdbPlanPhase.Deleted, DdbPlanPhase.Undoing, DdbPlanPhase.Undone })
        {
            files.Time.Advance(TimeSpan.FromSeconds(1));
            var since = files.Time.GetUtcNow();
            await state.SetPhaseAsync(phase, lease, CancellationToken.None);
            files.Time.Advance(TimeSpan.FromSeconds(1));
            // The same phase again is no other moment.
            await state.SetPhaseAsync(phase, lease, CancellationToken.None);
            var stored = await files.State().ReadPlanAsync(CancellationToken.None);
            Assert.Equal((phase, since, created), (stored!.Phase, stored.PhaseSince, stored.CreatedAt));
        }
    }

    [Fact]
    public async Task LateMoments_onlyMoveForward()
    {
        await using var lease = await AcquireAsync(RunOperation.Copy);
        foreach (var (minute, puts) in new[] { (5, 5), (3, 5), (7, 7), (7, 7), (1, 7) })
        {
            await files.State().ExpectLatePutsAsync(RunFiles.Noon.AddMinutes(minute), CancellationToken.None);
            var stored = await state.ReadPlanAsync(CancellationToken.None);
            Assert.Equal((RunFiles.Noon.AddMinutes(puts), null), (stored!.LatePutsUntil, stored.LateDeletesUntil));
        }

        foreach (var (minute, removals) in new[] { (4, 4), (3, 4), (6, 6) })
        {
            await files.State().ExpectLateRemovalsAsync(RunFiles.Noon.AddMinutes(minute), CancellationToken.None);
            Assert.Equal(RunFiles.Noon.AddMinutes(removals), (await state.ReadPlanAsync(CancellationToken.None))!.LateRemovalsUntil);
        }

        foreach (var (minute, deletes) in new[] { (2, 2), (1, 2), (9, 9) })
        {
            await files.State().ExpectLateDeletesAsync(RunFiles.Noon.AddMinutes(minute), CancellationToken.None);
            var stored = await state.ReadPlanAsync(CancellationToken.None);
            Assert.Equal(
                (RunFiles.Noon.AddMinutes(7), RunFiles.Noon.AddMinutes(deletes), RunFiles.Noon.AddMinutes(6)),
                (stored!.LatePutsUntil, stored.LateDeletesUntil, stored.LateRemovalsUntil));
        }
    }

    [Fact]
    public async Task Changes_ofManyProcessesAtOnce_areAllKept()
    {
        await using var lease = await AcquireAsync(RunOperation.Copy);
        var writes = Enumerable.Range(1, 20).Select(minute => Task.Run(() => minute % 2 == 0
            ? files.State().ExpectLatePutsAsync(RunFiles.Noon.AddMinutes(minute), CancellationToken.None)
            : files.State().ExpectLateDeletesAsync(RunFiles.Noon.AddMinutes(minute), CancellationToken.None)));
        await Task.WhenAll(writes.Append(state.SetPhaseAsync(DdbPlanPhase.Copying, lease, CancellationToken.None)));
        var stored = await state.ReadPlanAsync(CancellationToken.None);
        Assert.Equal(
            (DdbPlanPhase.Copying, RunFiles.Noon.AddMinutes(20), RunFiles.Noon.AddMinutes(19)), (stored!.Phase, stored.LatePutsUntil, stored.LateDeletesUntil));
    }

    [Fact]
    public async Task Checkpoint_ofEachOperation_isKeptForItself()
    {
        await using var copy = await AcquireAsync(RunOperation.Copy);
        await using var sync = await AcquireAsync(RunOperation.Sync);
        await state.SaveCheckpointAsync(RunFiles.Checkpoint() with { RunId = "copy" }, copy, CancellationToken.None);
        await state.SaveCheckpointAsync(RunFiles.Checkpoint(RunOperation.Sync) with { RunId = "sync" }, sync, CancellationToken.None);

        Assert.Equal("copy", (await files.State().ReadCheckpointAsync(RunOperation.Copy, CancellationToken.None))!.RunId);
        Assert.Equal("sync", (await files.State().ReadCheckpointAsync(RunOperation.Sync, CancellationToken.None))!.RunId);
        await state.DeleteCheckpointAsync(RunOperation.Copy, copy, CancellationToken.None);
        await state.DeleteCheckpointAsync(RunOperation.Copy, copy, CancellationToken.None);
        Assert.Null(await state.ReadCheckpointAsync(RunOperation.Copy, CancellationToken.None));
        Assert.NotNull(await state.ReadCheckpointAsync(RunOperation.Sync, CancellationToken.None));
        Assert.Equal((files.Files().Checkpoint(RunOperation.Sync), files.Files().Checkpoint(RunOperation.Sync)), (state.PathOf(RunOperation.Sync), state.NameOf(RunOperation.Sync)));
    }

    [Fact]
    public async Task Checkpoint_ofAnotherFormat_isRefusedByItsName()
    {
        await using var lease = await AcquireAsync(RunOperation.Copy);
        await state.SaveCheckpointAsync(RunFiles.Checkpoint() with { Format = "dynamonamespace/checkpoint/3" }, lease, CancellationToken.None);
        var error = await Assert.ThrowsAsync<DdbException>(() => state.ReadCheckpointAsync(RunOperation.Copy, CancellationToken.None));
        Assert.Equal("CheckpointUnreadable", error.ErrorId);
        Assert.Contains("its format is 'dynamonamespace/checkpoint/3', and this version reads 'dynamonamespace/checkpoint/2'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_ofAnotherFormat_isRefusedByEveryReader()
    {
        await files.BeginAsync();
        var plan = JsonNode.Parse(File.ReadAllText(files.Files().Plan))!;
        plan["format"] = "dynamonamespace/state/2";
        var text = plan.ToJsonString();
        File.WriteAllText(files.Files().Plan, text);
        foreach (var read in new Func<Task>[]
        {
            () => state.ReadPlanAsync(CancellationToken.None), () => AcquireAsync(RunOperation.Copy),
            () => state.ExpectLatePutsAsync(RunFiles.Noon, CancellationToken.None), () => Task.FromResult(files.State()), () => Task.FromResult(files.Store().Home),
        })
        {
            var error = await Assert.ThrowsAsync<DdbException>(read);
            Assert.Equal("CheckpointUnreadable", error.ErrorId);
            Assert.Contains("its format is 'dynamonamespace/state/2', and this version reads 'dynamonamespace/state/1'", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(text, File.ReadAllText(files.Files().Plan));
    }

    [Fact]
    public async Task Logs_ofOneName_areOneLog()
    {
        await using var lease = await AcquireAsync(RunOperation.Sync);
        Assert.Same(state.Log(StateLogs.Deferred), state.Log(StateLogs.Deferred));
        await state.Log(StateLogs.Deferred).AppendAsync("{}\n"u8.ToArray(), lease, CancellationToken.None);
        await state.Log(StateLogs.Deletions).AppendAsync("{}\n"u8.ToArray(), lease, CancellationToken.None);
        Assert.Equal("{}\n", File.ReadAllText(files.Files().Log(StateLogs.Deferred)));
        Assert.Equal("e30K\n", File.ReadAllText(files.Files().Log(StateLogs.Deletions)));
    }

    [Fact]
    public async Task Limits_areStoredAndTakenAway()
    {
        const string limits = """{"maxReadUnits":5}""";
        await state.WriteLimitsAsync(limits, CancellationToken.None);
        Assert.Equal(limits, await files.State().ReadLimitsAsync(CancellationToken.None));
        Assert.Equal((files.Files().Limits, limits), (state.LimitsPath, File.ReadAllText(state.LimitsPath!)));
        await state.WriteLimitsAsync(null, CancellationToken.None);
        Assert.Null(await state.ReadLimitsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Limits_beforeTheFirstOperation_areNoPlan()
    {
        await state.WriteLimitsAsync("{}", CancellationToken.None);
        Assert.Null(await files.State().ReadPlanAsync(CancellationToken.None));
        await using var lease = await AcquireAsync(RunOperation.Copy);
        Assert.NotNull(await files.State().ReadPlanAsync(CancellationToken.None));
    }

    [UnixFact("Windows has no file modes.")]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_areForThisUserOnly()
    {
        await using var lease = await AcquireAsync(RunOperation.Copy);
        await state.SaveCheckpointAsync(RunFiles.Checkpoint(), lease, CancellationToken.None);
        await StateRecords.AppendAsync(state.Log(StateLogs.Records(RunOperation.Copy)), ["{}"u8.ToArray()], lease, CancellationToken.None);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(files.Files().Path));
        foreach (var file in new[] { files.Files().Plan, files.Files().Checkpoint(RunOperation.Copy), files.Files().Log(StateLogs.Records(RunOperation.Copy)) })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private Task<ILease> AcquireAsync(RunOperation operation) => state.AcquireAsync(operation, CancellationToken.None);
}
