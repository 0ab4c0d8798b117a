using DynamoNamespace.Engine.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

/// <summary>What a run says of its rate.</summary>
public sealed class RateControllerTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void ARunThatNothingHoldsBackGrowsToItsCeiling()
    {
        var rate = Rate(null, null, 16);
        Assert.Equal(new RateStatus(8, "concurrency 8 of 16: growing"), rate.Status);
        Succeed(rate, 1000);
        Assert.Equal(new RateStatus(16, "concurrency 16: -ThrottleLimit"), rate.Status);
    }

    [Fact]
    public void ThrottlingIsTheReasonUntilItIsMadeGood()
    {
        var rate = Rate(null, null, 16);
        rate.Concurrency.OnThrottled();
        Assert.Equal(new RateStatus(4, "concurrency 4 of 16: the table throttled 1 s ago"), rate.Status);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("concurrency 4 of 16: the table throttled 2 s ago", rate.Status.LimitedBy);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("concurrency 4 of 16: the table throttled 32 s ago", rate.Status.LimitedBy);
        Succeed(rate, 1000);
        Assert.Equal("concurrency 16: -ThrottleLimit", rate.Status.LimitedBy);
    }

    [Fact]
    public async Task UnitsAreTheReasonWhileSomebodyWaitsForThem()
    {
        var rate = Rate(UnitLimit.Of(100), new UnitLimit(25, "half of the table's provisioned 50"), 16);
        var reading = await ExhaustAsync(rate.Meter.Read);
        Assert.Equal(new RateStatus(8, "read units: 100 a second"), rate.Status);
        var writing = await ExhaustAsync(rate.Meter.Write);
        Assert.Equal("write units: half of the table's provisioned 50", rate.Status.LimitedBy);

        rate.Concurrency.OnThrottled();
        Assert.StartsWith("concurrency 4 of 16: the table throttled", rate.Status.LimitedBy, StringComparison.Ordinal);
        await time.RunAsync(Task.WhenAll(reading, writing));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.StartsWith("concurrency 4 of 16: the table throttled", rate.Status.LimitedBy, StringComparison.Ordinal);
        await ExhaustAsync(rate.Meter.Read);
        Assert.Equal("read units: 100 a second", rate.Status.LimitedBy);
    }

    [Fact]
    public void OtherLimitsArePutInForceAndNamed()
    {
        var rate = Rate(null, null, 16);
        rate.Apply(new RunLimits(UnitLimit.Of(5), UnitLimit.Of(6), 2, "limits.json"));
        Assert.Equal((true, true), (rate.Meter.Read.IsLimited, rate.Meter.Write.IsLimited));
        Assert.Equal(new RateStatus(2, "concurrency 2: limits.json"), rate.Status);
        rate.Apply(rate.Own);
        Assert.Equal((false, false), (rate.Meter.Read.IsLimited, rate.Meter.Write.IsLimited));
        Assert.Equal(new RateStatus(2, "concurrency 2 of 16: growing"), rate.Status);
    }

    /// <summary>Uses up what a bucket has and lets one more call wait.</summary>
    private static async Task<Task> ExhaustAsync(CapacityBucket bucket)
    {
        bucket.Settle(await bucket.ReserveAsync(0.1, CancellationToken.None), 1000);
        return bucket.ReserveAsync(0.1, CancellationToken.None).AsTask();
    }

    private static void Succeed(RateController rate, int times)
    {
        for (var answer = 0; answer < times; answer++)
            rate.Concurrency.OnSuccess();
    }

    private RateController Rate(UnitLimit? read, UnitLimit? write, int requests) =>
        new(new RunLimits(read ?? UnitLimit.None, write ?? UnitLimit.None, requests, "-ThrottleLimit"), "limits", time);
}
