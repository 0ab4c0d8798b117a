using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

/// <summary>The clock that the rate tests rely on.</summary>
public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task ADelayEndsWhenTheClockHasPassedIt()
    {
        var began = time.GetTimestamp();
        var delay = Task.Delay(TimeSpan.FromSeconds(2), time);
        time.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.False(delay.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await delay;
        Assert.Equal(TimeSpan.FromSeconds(2), time.GetElapsedTime(began));
        Assert.Null(time.NextDue);
    }

    [Fact]
    public async Task ACancelledDelayLeavesNoTimer()
    {
        using var stop = new CancellationTokenSource();
        var delay = Task.Delay(TimeSpan.FromSeconds(2), time, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delay);
        Assert.Null(time.NextDue);
    }

    [Fact]
    public void APeriodicTimerFiresEachPeriodInTheOrderOfTime()
    {
        var fired = new List<string>();
        using var second = time.CreateTimer(_ => fired.Add($"b{time.Elapsed.TotalSeconds}"), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var first = time.CreateTimer(_ => fired.Add($"a{time.Elapsed.TotalSeconds}"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["a1", "b2", "b4"], fired);
    }
}
