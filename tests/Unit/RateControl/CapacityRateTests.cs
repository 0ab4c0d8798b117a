using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

/// <summary>Whatever calls cost, on average no more is consumed than the limit allows, and not much less.</summary>
public sealed class CapacityRateTests
{
    private const double Rounding = 1e-6;

    [Fact]
    public void CallsOneAfterAnotherKeepTheRate() => Properties.ForAll(Properties.Seeds, seed =>
    {
        var random = new Random(seed);
        var time = new FakeTimeProvider();
        var rate = Math.Pow(10, random.Next(0, 5)) * (1 + random.NextDouble());
        var bucket = new CapacityBucket(rate, 25, time);
        var mostExpensive = rate * 3 * random.NextDouble();
        for (var call = 0; call < 100; call++)
        {
            var reserving = bucket.ReserveAsync(1, CancellationToken.None).AsTask();
            time.RunAsync(reserving).GetAwaiter().GetResult();
            Assert.True(bucket.Consumed <= (rate * (time.Elapsed.TotalSeconds + 1)) + Rounding, $"{bucket.Consumed} units in {time.Elapsed} at {rate}/s");
            bucket.Settle(reserving.Result, random.Next(10) == 0 ? 0 : mostExpensive * random.NextDouble());
        }

        var spent = bucket.Consumed;
        Assert.True(spent >= (rate * time.Elapsed.TotalSeconds) - (0.005 * rate * time.Elapsed.TotalSeconds) - Rounding, $"only {spent} units in {time.Elapsed} at {rate}/s");
    }, tests: 60);

    [Theory]
    [InlineData(2, 25)]
    [InlineData(16, 25)]
    [InlineData(16, 500)]
    public async Task ManyCallersAtOnceKeepTheRate(int callers, double cost)
    {
        const double rate = 1000;
        var time = new FakeTimeProvider();
        var bucket = new CapacityBucket(rate, 25, time);
        await time.RunAsync(Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            for (var call = 0; call < 100; call++)
            {
                var reserved = await bucket.ReserveAsync(1, CancellationToken.None);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 20)), time);
                bucket.Settle(reserved, cost);
            }
        }))));
        Assert.Equal(callers * 100 * cost, bucket.Consumed);
        Assert.True(
            bucket.Consumed <= (rate * (time.Elapsed.TotalSeconds + 1)) + (callers * cost),
            $"{bucket.Consumed} units in {time.Elapsed}");
    }

    [Fact]
    public async Task ReadsAndWritesHaveLimitsOfTheirOwn()
    {
        var meter = new CapacityMeter(5, null, new FakeTimeProvider());
        meter.Read.Settle(await meter.Read.ReserveAsync(1, CancellationToken.None), 50);
        meter.Write.Settle(await meter.Write.ReserveAsync(1, CancellationToken.None), 70);
        Assert.False(meter.Read.ReserveAsync(1, CancellationToken.None).IsCompleted);
        Assert.True(meter.Write.ReserveAsync(1, CancellationToken.None).IsCompletedSuccessfully);
        Assert.Equal((50, 70), (meter.Read.Consumed, meter.Write.Consumed));
    }

    [Theory]
    [InlineData(1000, 128)]
    [InlineData(40, 40)]
    public async Task BeforeAnAnswerAReadIsTakenForAPageAndAWriteForTwiceItsSize(double maxReadUnits, double read)
    {
        var meter = new CapacityMeter(maxReadUnits, 1000, new FakeTimeProvider());
        Assert.Equal(read, (await meter.Read.ReserveAsync(1, CancellationToken.None)).Units);
        Assert.Equal(60, (await meter.Write.ReserveAsync(30, CancellationToken.None)).Units);
    }
}
