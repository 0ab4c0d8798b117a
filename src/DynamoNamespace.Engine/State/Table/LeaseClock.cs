using System.Runtime.InteropServices;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// How long ago a lease was renewed, by this machine's clocks: the monotonic one, which may stand still while the
/// machine is suspended, and the wall clock, which may be set. The one that says more counts.
/// </summary>
internal sealed class LeaseClock
{
    private readonly object gate = new();
    private readonly TimeProvider time;
    private readonly StateTimings timings;
    private Moment renewed;

    public LeaseClock(StateTimings timings, TimeProvider time, Moment renewed)
    {
        this.timings = timings;
        this.time = time;
        this.renewed = renewed;
    }

    /// <summary>Whether the lease may be another's already.</summary>
    public bool IsExpired => Age >= timings.LeaseDuration - timings.Margin;

    public TimeSpan UntilRenewal => timings.Renewal - Age;

    private TimeSpan Age
    {
        get
        {
            lock (gate)
                return renewed.Age(time);
        }
    }

    /// <summary>The lease was renewed by a request that was sent at a moment.</summary>
    public void Renew(Moment sent)
    {
        lock (gate)
        {
            if (sent.Timestamp > renewed.Timestamp)
                renewed = sent;
        }
    }

    /// <summary>A moment, by both clocks.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Moment(long Timestamp, DateTimeOffset Time)
    {
        public static Moment Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());

        public TimeSpan Age(TimeProvider time)
        {
            var elapsed = time.GetElapsedTime(Timestamp);
            var passed = time.GetUtcNow() - Time;
            return elapsed > passed ? elapsed : passed;
        }
    }
}
