using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>Tells whether everything that was there when a catch-up's position was taken has been copied, so that no put of a copy is to come any more.</summary>
internal interface ICopyStatus
{
    /// <summary>Asked before copies are read: what is absent then stays absent, unless the copy is still running.</summary>
    ValueTask<bool> IsFinishedAsync(CancellationToken cancellationToken);
}

/// <summary>The copy runs beside the catch-up in the same run.</summary>
internal sealed class CopyInThisRun(Func<bool> isFinished) : ICopyStatus
{
    public ValueTask<bool> IsFinishedAsync(CancellationToken cancellationToken) => new(isFinished());
}

/// <summary>
/// The copy may run in another process, on another machine. The plan's phase is read each time, because a copy can begin at any time; its checkpoint only
/// when the phase has changed.
/// </summary>
internal sealed class CopyStatus(IPlanState state, StreamPosition position) : ICopyStatus
{
    private (DdbPlanPhase Phase, DateTimeOffset Since) read;
    private bool covers;

    public async ValueTask<bool> IsFinishedAsync(CancellationToken cancellationToken)
    {
        if (await state.ReadPlanAsync(cancellationToken) is not { Phase: DdbPlanPhase.Copied or DdbPlanPhase.Deleting or DdbPlanPhase.Deleted } plan)
            return false;
        if (read != (plan.Phase, plan.PhaseSince))
        {
            var copy = await state.ReadCheckpointAsync(RunOperation.Copy, cancellationToken);
            covers = copy is { Stream: { } begun } && (copy.IsFinished || copy.IsScanned) && begun.StreamArn == position.StreamArn && begun.TakenAt >= position.TakenAt;
            read = (plan.Phase, plan.PhaseSince);
        }

        return covers;
    }
}
