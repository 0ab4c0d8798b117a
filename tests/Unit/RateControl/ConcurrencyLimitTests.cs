using DynamoNamespace.Engine.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

public sealed class ConcurrencyLimitTests
{
    private static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(16, 8)]
    [InlineData(5, 2)]
    [InlineData(1, 1)]
    public async Task ARunBeginsWithHalfOfTheCeiling(int ceiling, int atOnce)
    {
        var limit = new ConcurrencyLimit(ceiling, time);
        Assert.Equal(new ConcurrencyState(atOnce, ceiling, null), limit.State);
        for (var request = 0; request < atOnce; request++)
            await limit.EnterAsync(CancellationToken.None);
        Assert.False(limit.EnterAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void AWindowOfSuccessesAddsOneUpToTheCeiling()
    {
        var limit = new ConcurrencyLimit(8, time);
        foreach (var window in new[] { 4, 5, 6, 7 })
        {
            Succeed(limit, window - 1);
            Assert.Equal(window, limit.State.Current);
            Succeed(limit, 1);
            Assert.Equal(window + 1, limit.State.Current);
        }

        Succeed(limit, 100);
        Assert.Equal(8, limit.State.Current);
    }

    [Fact]
    public void ThrottlingHalvesOnceInACoolDownAndNeverBelowOne()
    {
        var limit = new ConcurrencyLimit(32, time);
        var seen = new List<int>();
        for (var second = 0; second < 6; second++)
        {
            for (var answer = 0; answer < 20; answer++)
                limit.OnThrottled();
            seen.Add(limit.State.Current);
            time.Advance(CoolDown);
        }

        Assert.Equal([8, 4, 2, 1, 1, 1], seen);
    }

    [Fact]
    public void WithinTheCoolDownNothingGrows()
    {
        var limit = new ConcurrencyLimit(16, time);
        limit.OnThrottled();
        Succeed(limit, 100);
        Assert.Equal(4, limit.State.Current);
        time.Advance(CoolDown - TimeSpan.FromTicks(1));
        Succeed(limit, 100);
        Assert.Equal(4, limit.State.Current);
        time.Advance(TimeSpan.FromTicks(1));
        Succeed(limit, 4);
        Assert.Equal(5, limit.State.Current);
    }

    [Fact]
    public void AThrottlingBreaksTheWindow()
    {
        var limit = new ConcurrencyLimit(16, time);
        Succeed(limit, 7);
        limit.OnThrottled();
        time.Advance(CoolDown);
        Succeed(limit, 3);
        Assert.Equal(4, limit.State.Current);
    }

    [Fact]
    public void HowLongAgoTheTableThrottledIsTold()
    {
        var limit = new ConcurrencyLimit(16, time);
        limit.OnThrottled();
        time.Advance(TimeSpan.FromMilliseconds(500));
        limit.OnThrottled();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), limit.State.SinceThrottled);
    }

    [Fact]
    public async Task WhoWaitsGetsASlotInTheOrderOfAsking()
    {
        var limit = new ConcurrencyLimit(2, time);
        await limit.EnterAsync(CancellationToken.None);
        var first = limit.EnterAsync(CancellationToken.None);
        var second = limit.EnterAsync(CancellationToken.None);
        limit.Leave();
        await first;
        Assert.False(second.IsCompleted);
        limit.Leave();
        await second;
    }

    [Fact]
    public async Task GrowthLetsTheNextOneIn()
    {
        var limit = new ConcurrencyLimit(2, time);
        await limit.EnterAsync(CancellationToken.None);
        var next = limit.EnterAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        limit.OnSuccess();
        await next;
    }

    [Fact]
    public async Task WhoStopsWaitingTakesNoSlotAndWhoIsStoppedAsksForNone()
    {
        var limit = new ConcurrencyLimit(1, time);
        using var stop = new CancellationTokenSource();
        await limit.EnterAsync(CancellationToken.None);
        var stopped = limit.EnterAsync(stop.Token);
        var patient = limit.EnterAsync(CancellationToken.None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        limit.Leave();
        await patient;
        limit.Leave();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => limit.EnterAsync(stop.Token));
        Assert.True(limit.EnterAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task ALowerCeilingHoldsFromTheNextRequestOnAndAHigherOneIsGrownInto()
    {
        var limit = new ConcurrencyLimit(8, time);
        for (var request = 0; request < 4; request++)
            await limit.EnterAsync(CancellationToken.None);
        limit.SetCeiling(2);
        Assert.Equal(new ConcurrencyState(2, 2, null), limit.State);
        var next = limit.EnterAsync(CancellationToken.None);
        limit.Leave();
        limit.Leave();
        Assert.False(next.IsCompleted);
        limit.Leave();
        await next;

        limit.SetCeiling(4);
        Assert.Equal(2, limit.State.Current);
        Succeed(limit, 2 + 3);
        Assert.Equal(4, limit.State.Current);
    }

    [Fact]
    public async Task NeverMoreThanTheLimitAreUnderWay()
    {
        var limit = new ConcurrencyLimit(6, time);
        var (underWay, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(async () =>
        {
            for (var request = 0; request < 50; request++)
            {
                await limit.EnterAsync(CancellationToken.None);
                var now = Interlocked.Increment(ref underWay);
                InterlockedMaximum(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref underWay);
                limit.Leave();
            }
        })));
        Assert.InRange(most, 1, 3);
        Assert.True(limit.EnterAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    private static void Succeed(ConcurrencyLimit limit, int times)
    {
        for (var answer = 0; answer < times; answer++)
            limit.OnSuccess();
    }

    private static void InterlockedMaximum(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value)
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
