using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Suites;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build.Benchmarks;

namespace DynamoNamespace.Bench.Goals;

/// <summary>Every goal, with what a run measured of it.</summary>
internal static class GoalList
{
    private const double Milliseconds = 1000;

    public static IReadOnlyList<Goal> Of(MeasurementList measured) =>
    [
        new("Copy ÷ flood of the same requests, items/s, local engine", Rate(measured, EngineTrial.Copy, EngineTrial.Flood), Bound.AtLeast, 0.9),
        new("Copy ÷ the reference method, items/s, local engine", Rate(measured, EngineTrial.Copy, EngineTrial.Reference), Bound.AtLeast, 3),
        new("(that flood ÷ the reference method: what the engine allows)", Rate(measured, EngineTrial.Flood, EngineTrial.Reference), Bound.AtLeast, null),
        new("Client CPU per item ÷ plain SDK objects", measured.RatioOf(BenchOptions.Client, ClientTrial.Copy, ClientTrial.Objects, result => result.CpuPerMillion), Bound.AtMost, 0.4, 0.2),
        new("Client items/s ÷ plain SDK objects", measured.RatioOf(BenchOptions.Client, ClientTrial.Copy, ClientTrial.Objects, result => result.Rate), Bound.AtLeast, 2.5, 4),
        new("Requests per item written", Requests(measured), Bound.AtMost, 0.05),
        new("Peak memory, at every size of table and item", Peak(measured), Bound.AtMost, 200, Unit: "MB"),
        new("Peak memory, 10,000 beside 1,000,000 items: larger ÷ smaller", PeakGrowth(measured), Bound.AtMost, 1.1),
        new("Verify ÷ bare parallel scan, time, local engine", measured.RatioOf(BenchOptions.Engine, EngineTrial.Verify, EngineTrial.BareScanning, result => result.Seconds), Bound.AtMost, 1.2),
        new("Second run: write units", Highest(measured.Of(BenchOptions.Engine, EngineTrial.SecondRun), result => result.WriteUnits), Bound.AtMost, 0),
        new("Import-Module", StartUp(measured, StartUpSuite.Import), Bound.AtMost, 400, Unit: "ms"),
        new("Worker start (ddbns --version)", StartUp(measured, StartUpSuite.Worker), Bound.AtMost, 300, Unit: "ms"),
    ];

    private static double? Rate(MeasurementList measured, string series, string other) => measured.RatioOf(BenchOptions.Engine, series, other, result => result.Rate);

    private static double? StartUp(MeasurementList measured, string series) => measured.MedianOf(BenchOptions.StartUp, series, result => result.Seconds * Milliseconds);

    private static double? Requests(MeasurementList measured) => Highest(
        [.. measured.Of(BenchOptions.Client, ClientTrial.Copy), .. measured.Of(BenchOptions.Engine, EngineTrial.Copy)], result => result.RequestsPerItem);

    /// <summary>With the usual number of writers, whatever the table's items are.</summary>
    private static double? Peak(MeasurementList measured) => Highest(
        [.. measured.All.Where(each => each.Group == BenchOptions.Growth && each.Series is GrowthSuite.Memory or GrowthSuite.ByItems or GrowthSuite.BySize).Select(each => each.Result)],
        result => result.PeakMegabytes);

    private static double? PeakGrowth(MeasurementList measured)
    {
        var few = measured.MedianOf(BenchOptions.Growth, GrowthSuite.Memory, result => result.PeakMegabytes, GrowthSuite.SmallTable);
        var many = measured.MedianOf(BenchOptions.Growth, GrowthSuite.Memory, result => result.PeakMegabytes, GrowthSuite.LargeTable);
        return few is { } small && many is { } large ? Math.Max(small, large) / Math.Min(small, large) : null;
    }

    private static double? Highest(IReadOnlyList<TrialResult> results, Func<TrialResult, double> figure) => results.Count > 0 ? results.Max(figure) : null;
}
