using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State;

/// <summary>
/// Requests whose answers were lost, or whose process was killed, may be applied later than anything that is sent afterwards. What they could spoil is
/// guarded by time: a late put by looking again at what was deleted, a late delete by waiting before the other copy of an item is deleted.
/// </summary>
internal sealed class LateRequests(IPlanState state, StateTimings timings, TimeProvider time)
{
    /// <summary>A moment that is stored is extended no more often than this.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<LateEffect, DateTimeOffset> known = [];

    /// <summary>Says so of an operation whose process was killed, or ended with requests under way.</summary>
    public static async Task ExpectAsync(IPlanState state, RunOperation operation, StateTimings timings, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await state.ExpectLatePutsAsync(now + timings.Recheck, cancellationToken);
        if (operation is RunOperation.Delete or RunOperation.Resolve)
            await state.ExpectLateDeletesAsync(now + timings.LateRequests, cancellationToken);
        if (operation is RunOperation.Sync or RunOperation.Undo or RunOperation.Resolve)
            await state.ExpectLateRemovalsAsync(now + timings.LateRequests, cancellationToken);
    }

    /// <summary>An answer was lost. It is stored when this returns, so that the request can be sent again.</summary>
    public async Task OnLostAsync(LateEffect effect, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + (effect == LateEffect.Put ? timings.Recheck : timings.LateRequests) + Step;
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (known.TryGetValue(effect, out var stored) && stored >= until - Step)
                return;
            await (effect switch
            {
                LateEffect.Put => state.ExpectLatePutsAsync(until, cancellationToken),
                LateEffect.DeleteOld => state.ExpectLateDeletesAsync(until, cancellationToken),
                _ => state.ExpectLateRemovalsAsync(until, cancellationToken),
            });
            known[effect] = until;
        }
        finally
        {
            gate.Release();
        }
    }
}

/// <summary>What a request does to items, as far as it matters if it is applied late.</summary>
internal enum LateEffect
{
    /// <summary>It puts or changes one.</summary>
    Put = 1,

    /// <summary>It deletes an old item.</summary>
    DeleteOld,

    /// <summary>It deletes a copy.</summary>
    DeleteCopy,
}
