using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Trials;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Bench;

public sealed class MeasurementTests
{
    [Theory]
    [InlineData(new[] { 5.0 }, 5)]
    [InlineData(new[] { 9.0, 1, 5 }, 5)]
    [InlineData(new[] { 10.0, 9, 1, 2 }, 5.5)]
    [InlineData(new[] { 100.0, 1, 1, 1, 1 }, 1)]
    public void TheMedianIsInTheMiddle(double[] values, double median) => Assert.Equal(median, Median.Of(values));

    [Fact]
    public void NothingHasNoMedian()
    {
        Assert.Throws<InvalidOperationException>(() => Median.Of([]));
        Assert.Null(new MeasurementList().MedianOf("client", "copy", result => result.Rate));
    }

    [Fact]
    public void ARatioComparesTheTrialsOfTheSameRound()
    {
        var list = new MeasurementList();
        // The second round ran on a machine that was busy with something else; the medians' ratio would be 1.5.
        foreach (var (copy, other) in new[] { (100.0, 50.0), (30, 15), (120, 80) })
        {
            list.Add("client", Trial("copy", copy));
            list.Add("client", Trial("objects", other));
        }

        Assert.Equal(2, list.RatioOf("client", "copy", "objects", result => result.Rate)!.Value, 9);
        Assert.Null(list.RatioOf("engine", "copy", "objects", result => result.Rate));
    }

    [Fact]
    public void ARatioNeedsBothTrialsOfEachRound()
    {
        var list = new MeasurementList();
        list.Add("client", Trial("copy", 1));
        list.Add("client", Trial("copy", 1));
        list.Add("client", Trial("objects", 1));
        Assert.Null(list.RatioOf("client", "copy", "objects", result => result.Rate));
    }

    [Fact]
    public void FiguresAreOfOneItem()
    {
        var result = new TrialResult("copy", Items: 2_000_000, Seconds: 10, CpuSeconds: 30, AllocatedBytes: 4_000_000, PeakBytes: 3 * 1024 * 1024, Requests: 80_000);
        Assert.Equal((200_000, 15, 2, 3, 0.04), (result.Rate, result.CpuPerMillion, result.AllocatedPerItem, result.PeakMegabytes, result.RequestsPerItem));
    }

    /// <summary>A trial with a rate.</summary>
    internal static TrialResult Trial(string method, double rate, long peakMegabytes = 100) =>
        new(method, 1000, 1000 / rate, 1, 1000, peakMegabytes * 1024 * 1024, 40, WriteUnits: 0);
}
