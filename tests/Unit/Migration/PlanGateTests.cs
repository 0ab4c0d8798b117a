using System.Text.RegularExpressions;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

/// <summary>Which operation a plan's phase allows.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class PlanGateTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-gate-");
    private readonly FakeTable table = new();

    public void Dispose()
    {
        table.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Operations_areRefusedOnlyWhereTheyWouldUndoTheUndo() => await RunAsync(async session =>
    {
        var refused = new List<string>();
        foreach (var phase in Enum.GetValues<DdbPlanPhase>())
        {
            await MoveAsync(session, phase);
            foreach (var operation in Enum.GetValues<RunOperation>())
            {
                if (await RefusalAsync(session, operation) is not null)
                    refused.Add($"{operation} in {phase}");
            }
        }

        Assert.Equal(["Delete in Undoing", "Sync in Undoing", "Delete in Undone", "Sync in Undone"], refused);
    });

    [Fact]
    public async Task Plan_thatHasNotBegun_allowsEveryOperationAndIsNotStored() => await RunAsync(async session =>
    {
        foreach (var operation in Enum.GetValues<RunOperation>())
            await session.Gate.RequireAsync(operation, CancellationToken.None);
        Assert.Null(await session.State.ReadPlanAsync(CancellationToken.None));
    });

    [Theory]
    [InlineData(RunOperation.Sync, DdbPlanPhase.Undoing, "A catch-up now would carry back what the undo took away. Finish the undo with Undo-DdbMigration (ddbns undo), or begin again with ")]
    [InlineData(RunOperation.Sync, DdbPlanPhase.Undone, "A catch-up now would carry back what the undo took away. To migrate the table, begin again with ")]
    [InlineData(RunOperation.Delete, DdbPlanPhase.Undoing, "The undo removes the copies that a delete of old items relies on. Finish the undo with Undo-DdbMigration (ddbns undo), or begin again with ")]
    [InlineData(RunOperation.Delete, DdbPlanPhase.Undone, "The undo removes the copies that a delete of old items relies on. To migrate the table, begin again with ")]
    internal async Task Refusal_saysWhyAndWhatIsNext(RunOperation operation, DdbPlanPhase phase, string reason) => await RunAsync(async session =>
    {
        await MoveAsync(session, phase);
        var error = await RefusalAsync(session, operation);
        Assert.Equal(("PhaseDoesNotFit", DdbErrorKind.InvalidState, "limits"), (error!.ErrorId, error.Kind, error.Target));
        Assert.Contains($"is in the phase {phase}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{folder.FullName}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason + "Invoke-DdbKeyMigration (ddbns migrate). Nothing was changed.", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public async Task Phase_isReadEachTime() => await RunAsync(async session =>
    {
        await MoveAsync(session, DdbPlanPhase.Copied);
        Assert.Null(await RefusalAsync(session, RunOperation.Delete));
        await MoveAsync(session, DdbPlanPhase.Undoing);
        Assert.NotNull(await RefusalAsync(session, RunOperation.Delete));
        await MoveAsync(session, DdbPlanPhase.Copying);
        Assert.Null(await RefusalAsync(session, RunOperation.Delete));
    });

    [Fact]
    public async Task LatePuts_areLookedAtUntilTheirMoment() => await RunAsync(async session =>
    {
        Assert.Null(await session.Gate.LatePutsUntilAsync(CancellationToken.None));
        await MoveAsync(session, DdbPlanPhase.Copied);
        await session.State.ExpectLatePutsAsync(session.Time.GetUtcNow().AddMinutes(-1), CancellationToken.None);
        Assert.Null(await session.Gate.LatePutsUntilAsync(CancellationToken.None));
        var until = session.Time.GetUtcNow().AddMinutes(1);
        await session.State.ExpectLatePutsAsync(until, CancellationToken.None);
        Assert.Equal(until, await session.Gate.LatePutsUntilAsync(CancellationToken.None));
    });

    [Fact]
    public async Task LateDeletesAndRemovals_areWaitedForEachByThatWhichTheyCouldHarm() => await RunAsync(async session =>
    {
        await MoveAsync(session, DdbPlanPhase.Copied);
        await session.State.ExpectLateDeletesAsync(session.Time.GetUtcNow().AddMinutes(5), CancellationToken.None);
        await session.Gate.OutwaitLateRemovalsAsync(CancellationToken.None);
        Assert.Empty(table.Observer.Warnings);
        await AssertWaitsAsync(session.Gate.OutwaitLateDeletesAsync, "that deletes an old item", 300);

        await session.State.ExpectLateRemovalsAsync(session.Time.GetUtcNow().AddMinutes(10), CancellationToken.None);
        await AssertWaitsAsync(session.Gate.OutwaitLateRemovalsAsync, "that deletes a copy", 600);
    });

    [Fact]
    public async Task LateDeletes_thatCannotArriveAnyMore_areNotWaitedFor() => await RunAsync(async session =>
    {
        await session.Gate.OutwaitLateDeletesAsync(CancellationToken.None);
        await MoveAsync(session, DdbPlanPhase.Copied);
        await session.State.ExpectLateDeletesAsync(session.Time.GetUtcNow().AddSeconds(-1), CancellationToken.None);
        await session.Gate.OutwaitLateDeletesAsync(CancellationToken.None);
        await session.Gate.OutwaitLateRemovalsAsync(CancellationToken.None);
        Assert.Empty(table.Observer.Warnings);
    });

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Undo_thatWasStopped_isForgottenAndOneThatEndedIsNot(bool isFinished, bool isForgotten) => await RunAsync(async session =>
    {
        await session.Gate.ForgetStoppedUndoAsync(CancellationToken.None);
        await using (var lease = await session.State.AcquireAsync(RunOperation.Undo, CancellationToken.None))
        {
            var checkpoint = new Checkpoint
            {
                Operation = RunOperation.Undo,
                RunId = "undo",
                Plan = session.Plan,
                Settings = session.Settings,
                IsFinished = isFinished,
            };
            await session.State.SaveCheckpointAsync(checkpoint, lease, CancellationToken.None);
            await lease.EndAsync();
        }

        await session.Gate.ForgetStoppedUndoAsync(CancellationToken.None);
        Assert.Equal(isForgotten, await session.State.ReadCheckpointAsync(RunOperation.Undo, CancellationToken.None) is null);
    });

    private static async Task MoveAsync(MigrationSession session, DdbPlanPhase phase)
    {
        await using var lease = await session.State.AcquireAsync(RunOperation.Copy, CancellationToken.None);
        await session.State.SetPhaseAsync(phase, lease, CancellationToken.None);
        await lease.EndAsync();
    }

    private static async Task<DdbException?> RefusalAsync(MigrationSession session, RunOperation operation)
    {
        try
        {
            await session.Gate.RequireAsync(operation, CancellationToken.None);
            return null;
        }
        catch (DdbException error)
        {
            return error;
        }
    }

    private async Task AssertWaitsAsync(Func<CancellationToken, Task> outwait, string what, int until)
    {
        using var stop = new CancellationTokenSource();
        var waiting = outwait(stop.Token);
        while (table.Observer.Warnings.IsEmpty)
            await Task.Delay(5);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(table.Observer.Warnings.TryDequeue(out var warning));
        Assert.Contains(what, warning, StringComparison.Ordinal);
        var seconds = Regex.Match(warning, @"ruled out, in (\d+) s\.$", RegexOptions.NonBacktracking).Groups[1].Value;
        Assert.InRange(int.Parse(seconds), until - 60, until);
    }

    private Task RunAsync(Func<MigrationSession, Task> work) => table.RunAsync(table.Options with { CheckpointPath = folder.FullName }, work);
}
