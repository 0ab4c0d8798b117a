namespace DynamoNamespace.Engine.RateControl;

/// <summary>
/// A token bucket of capacity units, charged with what DynamoDB says was consumed. A call reserves what calls of its size have cost so far
/// and settles the difference afterwards, so the rate holds on average even where a call's cost is known only when it is answered.
/// </summary>
internal sealed class CapacityBucket
{
    /// <summary>Timers have an end, and a debt may be longer: who waits looks again.</summary>
    private const double MaximumWaitSeconds = 3600;

    private readonly object gate = new();
    private readonly double unitsPerSecond;
    private readonly TimeProvider time;
    private double balance;
    private double costPerSize;
    private double consumed;
    private long lastRefill;

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

    public bool IsLimited => !double.IsPositiveInfinity(unitsPerSecond);

    /// <summary>Units consumed so far.</summary>
    public double Consumed
    {
        get
        {
            lock (gate)
                return consumed;
        }
    }

    /// <summary>Waits until the bucket is not empty, and takes what a call of this size typically costs.</summary>
    /// <param name="size">The call's size in any measure that is the same for all calls of this bucket.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was reserved, to be handed to <see cref="Settle"/>.</returns>
    public async ValueTask<CapacityReservation> ReserveAsync(double size, CancellationToken cancellationToken)
    {
        if (!IsLimited)
            return new CapacityReservation(size, 0);
        while (true)
        {
            TimeSpan wait;
            lock (gate)
            {
                Refill();
                if (balance > 0)
                {
                    var reservation = new CapacityReservation(size, size * costPerSize);
                    balance -= reservation.Units;
                    return reservation;
                }

                wait = TimeSpan.FromSeconds(Math.Clamp(-balance / unitsPerSecond, 0.001, MaximumWaitSeconds));
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Corrects a reservation by what the call really consumed; a call that failed consumed nothing that is known.</summary>
    public void Settle(CapacityReservation reservation, double actual)
    {
        lock (gate)
        {
            consumed += actual;
            if (!IsLimited)
                return;
            balance += reservation.Units - actual;
            if (actual > 0 && reservation.Size > 0)
                costPerSize += ((actual / reservation.Size) - costPerSize) / 4;
        }
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        balance = Math.Min(unitsPerSecond, balance + (time.GetElapsedTime(lastRefill, now).TotalSeconds * unitsPerSecond));
        lastRefill = now;
    }
}
