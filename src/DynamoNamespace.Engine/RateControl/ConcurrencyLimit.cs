using System.Runtime.InteropServices;

namespace DynamoNamespace.Engine.RateControl;

/// <summary>
/// How many requests of a run are under way at once. It finds what the table bears as TCP does: one more after a window of successes, half
/// as many when the table throttles. After each halving it stays for a second, so that the answers to what was sent before do not count again.
/// </summary>
internal sealed class ConcurrencyLimit
{
    private static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(1);

    private readonly object gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private readonly TimeProvider time;
    private int ceiling;
    private int current;
    private int underWay;
    private int successes;
    private long? throttledAt;
    private long? halvedAt;

    /// <summary>Begins at half of the ceiling, because what else uses the table is not known yet.</summary>
    public ConcurrencyLimit(int ceiling, TimeProvider time)
    {
        this.time = time;
        this.ceiling = ceiling;
        current = Math.Max(1, ceiling / 2);
    }

    /// <summary>Where the limit stands now.</summary>
    public ConcurrencyState State
    {
        get
        {
            lock (gate)
                return new ConcurrencyState(current, ceiling, throttledAt is { } at ? time.GetElapsedTime(at) : null);
        }
    }

    /// <summary>Changes what the limit can grow to. Requests that are under way end as they are.</summary>
    public void SetCeiling(int requests)
    {
        lock (gate)
        {
            ceiling = requests;
            current = Math.Min(current, ceiling);
        }
    }

    /// <summary>Waits for a slot, in the order of asking. Each is to be given back by <see cref="Leave"/>.</summary>
    public Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (gate)
        {
            if (underWay < current)
            {
                underWay++;
                return Task.CompletedTask;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
        }

        return TakeTurnAsync(turn, cancellationToken);
    }

    public void Leave()
    {
        lock (gate)
        {
            underWay--;
            Admit();
        }
    }

    public void OnSuccess()
    {
        lock (gate)
        {
            if (current >= ceiling || IsCoolingDown() || ++successes < current)
                return;
            successes = 0;
            current++;
            Admit();
        }
    }

    /// <summary>Hears that a request or a statement was throttled.</summary>
    /// <returns>Whether it was the first for a second, which halves the limit.</returns>
    public bool OnThrottled()
    {
        lock (gate)
        {
            throttledAt = time.GetTimestamp();
            if (IsCoolingDown())
                return false;
            halvedAt = throttledAt;
            successes = 0;
            current = Math.Max(1, current / 2);
            return true;
        }
    }

    private static async Task TakeTurnAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        await using var cancelling = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    private bool IsCoolingDown() => halvedAt is { } at && time.GetElapsedTime(at) < CoolDown;

    private void Admit()
    {
        // Who gave up waiting takes no turn.
        while (underWay < current && waiting.TryDequeue(out var turn))
        {
            if (turn.TrySetResult())
                underWay++;
        }
    }
}

/// <summary>A concurrency limit at one moment.</summary>
/// <param name="Current">Requests at once.</param>
/// <param name="Ceiling">What that can grow to.</param>
/// <param name="SinceThrottled">How long ago the table last throttled; null where it never did.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConcurrencyState(int Current, int Ceiling, TimeSpan? SinceThrottled);
