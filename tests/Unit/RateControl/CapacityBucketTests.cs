using DynamoNamespace.Engine.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

public sealed class CapacityBucketTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task WithoutALimitNobodyWaitsAndAllIsCounted()
    {
        var bucket = new CapacityBucket(null, 1, time);
        Assert.False(bucket.IsLimited);
        for (var call = 0; call < 1000; call++)
        {
            var reserving = bucket.ReserveAsync(1, CancellationToken.None);
            Assert.True(reserving.IsCompletedSuccessfully);
            bucket.Settle(await reserving, 1000.5);
        }

        Assert.Equal(1_000_500, bucket.Consumed);
        Assert.Null(time.NextDue);
    }

    [Fact]
    public async Task ASecondsWorthIsThereAtOnceAndThenTheRateHolds()
    {
        var bucket = new CapacityBucket(10, 1, time);
        Assert.True(bucket.IsLimited);
        for (var call = 0; call < 10; call++)
            await TakeAtOnceAsync(bucket, 1);
        var next = bucket.ReserveAsync(1, CancellationToken.None).AsTask();
        Assert.False(next.IsCompleted);
        await time.RunAsync(next);
        bucket.Settle(await next, 1);
        for (var call = 0; call < 20; call++)
            await TakeAsync(bucket, 1);
        Assert.InRange(time.Elapsed.TotalSeconds, 2.0, 2.1);
        Assert.Equal(31, bucket.Consumed);
    }

    /// <summary>Before the first answer a call's cost is only a guess, and many calls go out at once.</summary>
    [Theory]
    [InlineData(100, 75, 2)]
    [InlineData(10, 75, 1)]
    [InlineData(300, 75, 4)]
    public void ManyCallsAtOnceDoNotBeginWithABurst(double rate, double firstCost, int atOnce)
    {
        var bucket = new CapacityBucket(rate, firstCost, time);
        var calls = Enumerable.Range(0, 16).Select(_ => bucket.ReserveAsync(1, CancellationToken.None)).ToList();
        Assert.Equal(atOnce, calls.Count(call => call.IsCompleted));
    }

    [Fact]
    public async Task ACallThatCostMoreThanItReservedIsPaidForByTheNextOnes()
    {
        var bucket = new CapacityBucket(10, 1, time);
        await TakeAtOnceAsync(bucket, 110);
        var next = bucket.ReserveAsync(1, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(9.99));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.02));
        await time.RunAsync(next);
        Assert.InRange(time.Elapsed.TotalSeconds, 10, 10.02);
    }

    [Fact]
    public async Task ACallThatConsumedNothingGivesItsReservationBack()
    {
        var bucket = new CapacityBucket(1, 1, time);
        for (var call = 0; call < 50; call++)
            await TakeAtOnceAsync(bucket, 0);
        Assert.Equal(0, bucket.Consumed);
    }

    [Fact]
    public async Task WhatIsNotUsedIsNotSavedUpBeyondASecond()
    {
        var bucket = new CapacityBucket(10, 1, time);
        time.Advance(TimeSpan.FromHours(1));
        for (var call = 0; call < 10; call++)
            await TakeAtOnceAsync(bucket, 1);
        Assert.False(bucket.ReserveAsync(1, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task AReservationComesNearToWhatCallsOfItsSizeHaveCost()
    {
        var bucket = new CapacityBucket(1_000_000, 2, time);
        Assert.Equal(new CapacityReservation(25, 50), await bucket.ReserveAsync(25, CancellationToken.None));
        for (var call = 0; call < 30; call++)
        {
            var size = 1 + (call % 5);
            bucket.Settle(await bucket.ReserveAsync(size, CancellationToken.None), size * 4);
        }

        var reserved = await bucket.ReserveAsync(10, CancellationToken.None);
        Assert.InRange(reserved.Units, 39.9, 40);
        bucket.Settle(reserved, 0);
        Assert.Equal(reserved, await bucket.ReserveAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task ACancelledWaitEndsAtOnceAndTakesNothing()
    {
        var bucket = new CapacityBucket(10, 1, time);
        await TakeAtOnceAsync(bucket, 30);
        using var stop = new CancellationTokenSource();
        var cancelled = bucket.ReserveAsync(1, stop.Token).AsTask();
        var patient = bucket.ReserveAsync(1, CancellationToken.None).AsTask();
        Assert.False(cancelled.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(TimeSpan.FromSeconds(20)));
        await time.RunAsync(patient);
        Assert.InRange(time.Elapsed.TotalSeconds, 2, 2.01);
        Assert.Equal(30, bucket.Consumed);
    }

    [Fact]
    public async Task ALimitBelowOneIsKept()
    {
        var bucket = new CapacityBucket(0.5, 1, time);
        for (var call = 0; call < 11; call++)
            await TakeAsync(bucket, 1);
        Assert.InRange(time.Elapsed.TotalSeconds, 18, 22);
    }

    /// <summary>Timers go no further than 49 days; a debt may.</summary>
    [Fact]
    public async Task ADebtOfManyMonthsIsWaitedFor()
    {
        var bucket = new CapacityBucket(0.000_01, 1, time);
        await TakeAtOnceAsync(bucket, 128);
        var next = bucket.ReserveAsync(1, CancellationToken.None).AsTask();
        await time.RunAsync(next);
        Assert.InRange(time.Elapsed.TotalDays, 148, 149);
    }

    private static async Task TakeAtOnceAsync(CapacityBucket bucket, double cost)
    {
        var reserving = bucket.ReserveAsync(1, CancellationToken.None);
        Assert.True(reserving.IsCompletedSuccessfully);
        bucket.Settle(await reserving, cost);
    }

    private async Task TakeAsync(CapacityBucket bucket, double cost)
    {
        var reserving = bucket.ReserveAsync(1, CancellationToken.None).AsTask();
        await time.RunAsync(reserving);
        bucket.Settle(await reserving, cost);
    }
}
