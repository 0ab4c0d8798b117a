namespace DynamoNamespace.Engine.RateControl;

/// <summary>
/// A token bucket of capacity units, charged with what DynamoDB says was consumed. A call reserves what calls of its size have cost so far
/// and settles the difference afterwards, so the rate holds on average even where a call's cost is known only when it is answered.
/// The limit may be changed at any time; who waits notices at once.
/// </summary>
internal sealed class CapacityBucket
{
    /// <summary>Timers have an end, and a debt may be longer: who waits looks again.</summary>
    private const double MaximumWaitSeconds = 3600;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(2);

    private readonly object gate = new();
    private readonly TimeProvider time;
    private double unitsPerSecond;
    private double balance;
    private double costPerSize;
    private double consumed;
    private long lastRefill;
    private long? lastWait;
    private int waiting;
    private TaskCompletionSource limitChanged = NewSignal();

    /// <param name="unitsPerSecond">The limit; null for none.</param>
    /// <param name="firstCostPerSize">What a call of size 1 is taken to cost before one has been answered, so that many at once do not begin with a burst.</param>
    /// <param name="time">The clock.</param>
    public CapacityBucket(double? unitsPerSecond, double firstCostPerSize, TimeProvider time)
    {
        this.unitsPerSecond = unitsPerSecond ?? double.PositiveInfinity;
        this.time = time;
        costPerSize = firstCostPerSize;
        balance = unitsPerSecond ?? 0;
        lastRefill = time.GetTimestamp();
    }

    public bool IsLimited
    {
        get
        {
            lock (gate)
                return HasLimit;
        }
    }

    /// <summary>Units consumed so far.</summary>
    public double Consumed
    {
        get
        {
            lock (gate)
                return consumed;
        }
    }

    /// <summary>Whether somebody waits for units, or did in the last seconds: whether this limit is what holds the run back.</summary>
    public bool MadeWaitLately
    {
        get
        {
            lock (gate)
                return HasLimit && (waiting > 0 || (lastWait is { } last && time.GetElapsedTime(last) <= Lately));
        }
    }

    private bool HasLimit => !double.IsPositiveInfinity(unitsPerSecond);

    /// <summary>Changes the limit; null for none. A debt remains one, and nothing is saved up beyond a second's worth of the new limit.</summary>
    public void SetLimit(double? limit)
    {
        TaskCompletionSource changed;
        lock (gate)
        {
            Refill();
            unitsPerSecond = limit ?? double.PositiveInfinity;
            balance = HasLimit ? Math.Min(balance, unitsPerSecond) : 0;
            changed = limitChanged;
            limitChanged = NewSignal();
        }

        changed.SetResult();
    }

    /// <summary>Waits until the bucket is not empty, and takes what a call of this size typically costs.</summary>
    /// <param name="size">The call's size in any measure that is the same for all calls of this bucket.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was reserved, to be handed to <see cref="Settle"/>.</returns>
    public async ValueTask<CapacityReservation> ReserveAsync(double size, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            Task changed;
            lock (gate)
            {
                Refill();
                if (!HasLimit)
                    return new CapacityReservation(size, 0);
                if (balance > 0)
                {
                    var reservation = new CapacityReservation(size, size * costPerSize);
                    balance -= reservation.Units;
                    return reservation;
                }

                wait = TimeSpan.FromSeconds(Math.Clamp(-balance / unitsPerSecond, 0.001, MaximumWaitSeconds));
                changed = limitChanged.Task;
                waiting++;
            }

            // That the time is over is the usual end of this wait, not an error.
            await changed.WaitAsync(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (gate)
            {
                waiting--;
                lastWait = time.GetTimestamp();
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Corrects a reservation by what the call really consumed; a call that failed consumed nothing that is known.</summary>
    public void Settle(CapacityReservation reservation, double actual)
    {
        lock (gate)
        {
            consumed += actual;
            // What calls cost is learnt without a limit too: one may be set later.
            if (actual > 0 && reservation.Size > 0)
                costPerSize += ((actual / reservation.Size) - costPerSize) / 4;
            if (HasLimit)
                balance += reservation.Units - actual;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Refill()
    {
        var now = time.GetTimestamp();
        if (HasLimit)
            balance = Math.Min(unitsPerSecond, balance + (time.GetElapsedTime(lastRefill, now).TotalSeconds * unitsPerSecond));
        lastRefill = now;
    }
}
