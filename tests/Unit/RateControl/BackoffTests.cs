using DynamoNamespace.Engine.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 25)]
    [InlineData(1, 50)]
    [InlineData(5, 800)]
    [InlineData(8, 5000)]
    [InlineData(11, 5000)]
    [InlineData(2000, 5000)]
    public void WaitsAreAnywhereUpToACeilingThatDoubles(int attempt, double ceiling)
    {
        var waits = Enumerable.Range(0, 300).Select(_ => Wait(attempt)).ToList();
        Assert.All(waits, wait => Assert.InRange(wait, 1, ceiling + 1));
        Assert.InRange(waits.Average(), 0.35 * ceiling, 0.65 * ceiling);
        Assert.True(waits.Distinct().Count() > 10);
    }

    [Fact]
    public async Task AWaitCanBeCancelled()
    {
        using var stop = new CancellationTokenSource();
        var wait = Backoff.WaitAsync(5, new FakeTimeProvider(), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private static double Wait(int attempt)
    {
        var time = new FakeTimeProvider();
        var wait = Backoff.WaitAsync(attempt, time, CancellationToken.None);
        Assert.False(wait.IsCompleted);
        var due = time.NextDue!.Value;
        time.Advance(due);
        Assert.True(wait.Wait(TimeSpan.FromSeconds(20)));
        return due.TotalMilliseconds;
    }
}
