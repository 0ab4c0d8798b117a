namespace DynamoNamespace.Engine.RateControl;

/// <summary>
/// A token bucket of capacity units, charged with what DynamoDB says was consumed. A call reserves what such calls have cost so far
/// and settles the difference afterwards, so the rate holds on average even where a call's cost is known only when it is answered.
/// </summary>
internal sealed class CapacityBucket
{
    private readonly object gate = new();
    private readonly double unitsPerSecond;
    private readonly TimeProvider time;
    private double balance;
    private double typicalCost;
    private double consumed;
    private long lastRefill;

    /// <param name="unitsPerSecond">The limit; null for none.</param>
    /// <param name="firstCost">What a call is taken to cost before one has been answered, so that many at once do not begin with a burst.</param>
    /// <param name="time">The clock.</param>
    public CapacityBucket(double? unitsPerSecond, double firstCost, TimeProvider time)
    {
        this.unitsPerSecond = unitsPerSecond ?? double.PositiveInfinity;
        this.time = time;
        typicalCost = firstCost;
        balance = Math.Min(unitsPerSecond ?? 0, firstCost);
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

    /// <summary>Waits for the typical cost of a call.</summary>
    /// <returns>What was reserved, to be handed to <see cref="Settle"/>.</returns>
    public async ValueTask<double> ReserveAsync(CancellationToken cancellationToken)
    {
        if (!IsLimited)
            return 0;
        while (true)
        {
            TimeSpan wait;
            lock (gate)
            {
                Refill();
                if (balance > 0)
                {
                    balance -= typicalCost;
                    return typicalCost;
                }

                wait = TimeSpan.FromSeconds(Math.Max(0.001, -balance / unitsPerSecond));
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Corrects a reservation by what the call really consumed; a call that failed consumed nothing that is known.</summary>
    public void Settle(double reserved, double actual)
    {
        lock (gate)
        {
            consumed += actual;
            if (!IsLimited)
                return;
            balance += reserved - actual;
            if (actual > 0)
                typicalCost += (actual - typicalCost) / 4;
        }
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        balance = Math.Min(unitsPerSecond, balance + (time.GetElapsedTime(lastRefill, now).TotalSeconds * unitsPerSecond));
        lastRefill = now;
    }
}
