using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// Decides by the plan's phase whether an operation may run, wherever the operations before it ran. It reads the stored plan each time and guesses nothing.
/// </summary>
internal sealed class PlanGate(MigrationSession session)
{
    private readonly StateTimings timings = StateTimings.For(session.Plan.Endpoint);

    /// <summary>What the times of stream records and of journal entries may differ by.</summary>
    public TimeSpan ClockMargin => timings.ClockMargin;

    /// <summary>How often items that were deleted are looked at again while a put may be late.</summary>
    public TimeSpan RecheckInterval => timings.Recheck / 30 is { TotalSeconds: > 1 } interval ? interval : TimeSpan.FromSeconds(1);

    /// <summary>How long a request may arrive after it was sent.</summary>
    public TimeSpan LateRequestLimit => timings.LateRequests;

    /// <exception cref="DdbException"><c>PhaseDoesNotFit</c>, <c>StateIsElsewhere</c>, or the state cannot be read. Nothing was changed.</exception>
    public async Task RequireAsync(RunOperation operation, CancellationToken cancellationToken)
    {
        await StateHomeMark.RequireAsync(session, cancellationToken);
        var phase = (await session.State.ReadPlanAsync(cancellationToken))?.Phase ?? DdbPlanPhase.None;
        if (Refusal(operation, phase) is not { } refusal)
            return;
        throw new DdbException("PhaseDoesNotFit", DdbErrorKind.InvalidState, session.Table.Name,
            $"The plan on table '{session.Table.Name}' is in the phase {phase}, as {session.State.Location} says. {refusal} Nothing was changed.");
    }

    /// <summary>
    /// Waits until no request of an earlier run can arrive any more that deletes copies. Before an old item is deleted its copy must be out of reach of such a
    /// request: it was on the condition that the copy is unchanged, and that may be true again.
    /// </summary>
    public async Task OutwaitLateRemovalsAsync(CancellationToken cancellationToken) =>
        await OutwaitAsync((await session.State.ReadPlanAsync(cancellationToken))?.LateRemovalsUntil, "a copy", cancellationToken);

    /// <summary>Likewise of requests that delete old items, before copies are deleted.</summary>
    public async Task OutwaitLateDeletesAsync(CancellationToken cancellationToken) =>
        await OutwaitAsync((await session.State.ReadPlanAsync(cancellationToken))?.LateDeletesUntil, "an old item", cancellationToken);

    /// <summary>Until when items that were deleted must be looked at again; null where no put can be late.</summary>
    public async Task<DateTimeOffset?> LatePutsUntilAsync(CancellationToken cancellationToken) =>
        (await session.State.ReadPlanAsync(cancellationToken))?.LatePutsUntil is { } until && until > session.Time.GetUtcNow() ? until : null;

    /// <summary>Records that requests of an operation may still arrive after it has ended.</summary>
    public Task ExpectLateRequestsAsync(RunOperation operation, CancellationToken cancellationToken) =>
        LateRequests.ExpectAsync(session.State, operation, timings, session.Time, cancellationToken);

    public LateRequests NewLateRequests() => new(session.State, timings, session.Time);

    /// <summary>Once something else writes again, an undo that was stopped begins anew: there may be copies again where it had been.</summary>
    public async Task ForgetStoppedUndoAsync(CancellationToken cancellationToken)
    {
        if (await session.State.ReadCheckpointAsync(RunOperation.Undo, cancellationToken) is not { IsFinished: false })
            return;
        await using var undo = await session.State.AcquireAsync(RunOperation.Undo, cancellationToken);
        await session.State.DeleteCheckpointAsync(RunOperation.Undo, undo, cancellationToken);
        await undo.EndAsync();
    }

    private async Task OutwaitAsync(DateTimeOffset? until, string what, CancellationToken cancellationToken)
    {
        var wait = until - session.Time.GetUtcNow() ?? TimeSpan.Zero;
        if (wait <= TimeSpan.Zero)
            return;
        session.Observer.OnWarning(FormattableString.Invariant(
            $"An earlier run on table '{session.Table.Name}' was killed, or lost the answer to a request that deletes {what}. Such a request may still be applied. This run begins when that is ruled out, in {Math.Ceiling(wait.TotalSeconds):N0} s."));
        await Task.Delay(wait, session.Time, cancellationToken);
    }

    private string? Refusal(RunOperation operation, DdbPlanPhase phase) => (operation, phase) switch
    {
        (RunOperation.Sync, DdbPlanPhase.Undoing or DdbPlanPhase.Undone) =>
            $"A catch-up now would carry back what the undo took away. {FinishUndo(phase)}begin again with {session.CopyCommand}.",
        (RunOperation.Delete, DdbPlanPhase.Undoing or DdbPlanPhase.Undone) =>
            $"The undo removes the copies that a delete of old items relies on. {FinishUndo(phase)}begin again with {session.CopyCommand}.",
        _ => null,
    };

    private static string FinishUndo(DdbPlanPhase phase) => phase == DdbPlanPhase.Undoing ? "Finish the undo with Undo-DdbMigration (ddbns undo), or " : "To migrate the table, ";
}
