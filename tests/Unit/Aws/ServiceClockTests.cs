using System.Globalization;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>The service's time is this machine's, unless the dates of responses say that it cannot be.</summary>
public sealed class ServiceClockTests
{
    private readonly FakeTimeProvider time = new();
    private readonly ServiceClock clock;

    public ServiceClockTests() => clock = new ServiceClock(time);

    private double Seconds => (clock.GetUtcNow() - time.GetUtcNow()).TotalSeconds;

    [Fact]
    public void Clock_withoutDates_isThisMachines()
    {
        clock.Observe(null, clock.Local);
        clock.Observe("yesterday", clock.Local);
        Assert.Equal(0, Seconds);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.9, 0)]
    [InlineData(-120, -119)]
    [InlineData(300, 299.5)]
    public void Clock_isOffByAsMuchAsTheDateSays(double difference, double expected)
    {
        Observe(difference, tookSeconds: 0.5);
        Assert.InRange(Seconds, expected - 1, expected + 1);
    }

    [Fact]
    public void Response_thatIsHeldUp_changesNothing()
    {
        Observe(difference: 0, tookSeconds: 75);
        Assert.Equal(0, Seconds);
        Observe(difference: -120, tookSeconds: 0.1);
        var known = Seconds;
        Observe(difference: -120, tookSeconds: 75);
        Assert.InRange(Seconds, known - 1, known + 1);
        Assert.InRange(known, -121, -119);
    }

    [Fact]
    public void Clock_thatIsSetRightMeanwhile_isFollowed()
    {
        Observe(difference: -120, tookSeconds: 0.1);
        Observe(difference: 0, tookSeconds: 0.1);
        Assert.InRange(Seconds, -1, 1);
    }

    /// <summary>A request that took so long, and whose answer was dated by a clock that differs by so much as soon as the request was sent.</summary>
    private void Observe(double difference, double tookSeconds)
    {
        var sent = clock.Local;
        var dated = (sent + TimeSpan.FromSeconds(difference)).ToString("r", CultureInfo.InvariantCulture);
        time.Advance(TimeSpan.FromSeconds(tookSeconds));
        clock.Observe(dated, sent);
    }
}
