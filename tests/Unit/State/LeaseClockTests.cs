using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Table;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State;

public sealed class LeaseClockTests
{
    private static readonly StateTimings Timings = new()
    {
        LeaseDuration = TimeSpan.FromSeconds(30),
        Renewal = TimeSpan.FromSeconds(10),
    };

    [Theory]
    [InlineData(26, 26, false)]
    [InlineData(27, 27, true)]
    // The machine was suspended: only the wall clock went on.
    [InlineData(1, 3600, true)]
    // The wall clock was set back.
    [InlineData(27, -3600, true)]
    public void Lease_expires_byTheClockThatSaysMore(int elapsed, int wall, bool isExpired)
    {
        var time = new TwoClocks();
        var clock = new LeaseClock(Timings, time, LeaseClock.Moment.Now(time));
        time.Advance(TimeSpan.FromSeconds(elapsed), TimeSpan.FromSeconds(wall));

        Assert.Equal(isExpired, clock.IsExpired);
    }

    [Fact]
    public void Renewal_countsFromWhenItWasSent_andTheLatestOneCounts()
    {
        var time = new TwoClocks();
        var clock = new LeaseClock(Timings, time, LeaseClock.Moment.Now(time));
        time.Advance(TimeSpan.FromSeconds(10));
        var early = LeaseClock.Moment.Now(time);
        time.Advance(TimeSpan.FromSeconds(10));
        var late = LeaseClock.Moment.Now(time);
        time.Advance(TimeSpan.FromSeconds(5));

        clock.Renew(late);
        clock.Renew(early);

        Assert.Equal(TimeSpan.FromSeconds(5), clock.UntilRenewal);
        Assert.False(clock.IsExpired);
        time.Advance(TimeSpan.FromSeconds(22));
        Assert.True(clock.IsExpired);
    }

    private sealed class TwoClocks : TimeProvider
    {
        private long timestamp = 1;
        private DateTimeOffset now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => timestamp;

        public override DateTimeOffset GetUtcNow() => now;

        public void Advance(TimeSpan both) => Advance(both, both);

        public void Advance(TimeSpan elapsed, TimeSpan wall)
        {
            timestamp += elapsed.Ticks;
            now += wall;
        }
    }
}
