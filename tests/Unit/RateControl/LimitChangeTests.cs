using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

/// <summary>A bucket's limit is changed while calls go on.</summary>
public sealed class LimitChangeTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task WhoWaitsNoticesAtOnceThatTheLimitIsGone()
    {
        var (bucket, waiting) = await CrowdAsync();
        bucket.SetLimit(null);
        await waiting.WaitAsync(Patience.Limit);
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
        Assert.False(bucket.IsLimited);
        Assert.False(bucket.MadeWaitLately);
    }

    [Fact]
    public async Task WhoWaitsNoticesAHigherLimitAtOnce()
    {
        var (bucket, waiting) = await CrowdAsync();
        bucket.SetLimit(1000);
        // The clock must not move before all of them wait anew.
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (time.Timers.Any(due => due.TotalSeconds > 1))
            await Task.Delay(5, patience.Token);
        await time.RunAsync(waiting);
        Assert.InRange(time.Elapsed.TotalSeconds, 0.99, 1.1);
        Assert.True(bucket.IsLimited);
    }

    [Fact]
    public async Task ALowerLimitHoldsFromNowOn()
    {
        var bucket = new CapacityBucket(1000, 1, time);
        bucket.SetLimit(10);
        for (var call = 0; call < 31; call++)
        {
            var reserving = bucket.ReserveAsync(1, CancellationToken.None).AsTask();
            await time.RunAsync(reserving);
            bucket.Settle(await reserving, 1);
        }

        Assert.InRange(time.Elapsed.TotalSeconds, 2, 2.1);
    }

    [Fact]
    public async Task ALimitThatComesLaterIsNotBegunWithABurstAndKnowsWhatCallsCost()
    {
        var bucket = new CapacityBucket(null, 1, time);
        for (var call = 0; call < 40; call++)
            bucket.Settle(await bucket.ReserveAsync(1, CancellationToken.None), 50);
        time.Advance(TimeSpan.FromHours(1));
        bucket.SetLimit(100);
        Assert.False(bucket.ReserveAsync(1, CancellationToken.None).IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange((await bucket.ReserveAsync(1, CancellationToken.None)).Units, 49.9, 50);
    }

    [Fact]
    public async Task WhetherSomebodyHadToWaitLatelyIsTold()
    {
        var bucket = new CapacityBucket(10, 1, time);
        bucket.Settle(await bucket.ReserveAsync(1, CancellationToken.None), 20);
        Assert.False(bucket.MadeWaitLately);
        var waiting = bucket.ReserveAsync(1, CancellationToken.None).AsTask();
        Assert.True(bucket.MadeWaitLately);
        await time.RunAsync(waiting);
        Assert.True(bucket.MadeWaitLately);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(bucket.MadeWaitLately);
    }

    /// <summary>Five who wait for what would take a quarter of an hour.</summary>
    private async Task<(CapacityBucket Bucket, Task Waiting)> CrowdAsync()
    {
        var bucket = new CapacityBucket(1, 1, time);
        // A call without a size tells nothing of what others will cost.
        bucket.Settle(await bucket.ReserveAsync(0, CancellationToken.None), 1000);
        var waiting = Enumerable.Range(0, 5).Select(_ => bucket.ReserveAsync(1, CancellationToken.None).AsTask()).ToList();
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        return (bucket, Task.WhenAll(waiting));
    }
}
