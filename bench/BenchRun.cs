using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Suites;
using DynamoNamespace.Bench.Trials;

namespace DynamoNamespace.Bench;

/// <summary>One run of the benchmark.</summary>
internal static class BenchRun
{
    public static async Task RunAsync(BenchOptions options)
    {
        var measured = new MeasurementList();
        var (endpoint, url) = await BenchProcess.StartEndpointAsync();
        using var _ = endpoint;
        foreach (var group in options.Groups)
        {
            Console.Error.WriteLine($"{group}:");
            await (group switch
            {
                BenchOptions.Client => ClientSuite.RunAsync(options, url, measured),
                BenchOptions.Engine => EngineSuite.RunAsync(options, url, measured),
                _ => throw new UsageException($"There is no group '{group}'."),
            });
        }

        Write($"{"medians",-12}{"items/s",12}{"CPU s/million",16}{"bytes/item",12}{"peak MB",10}{"requests/item",15}");
        foreach (var series in measured.All.Select(each => (each.Group, each.Series, each.Step)).Distinct())
        {
            double M(Func<Trials.TrialResult, double> figure) => measured.MedianOf(series.Group, series.Series, figure, series.Step)!.Value;
            Write($"{series.Series,-12}{M(r => r.Rate),12:N0}{M(r => r.CpuPerMillion),16:N1}{M(r => r.AllocatedPerItem),12:N0}{M(r => r.PeakMegabytes),10:N0}{M(r => r.RequestsPerItem),15:N4}");
        }

        if (measured.RatioOf(BenchOptions.Client, "copy", "objects", r => r.Rate) is { } rate)
            Write($"copy ÷ objects: {rate:N2} x items/s, {measured.RatioOf(BenchOptions.Client, "copy", "objects", r => r.CpuPerMillion):N3} x CPU");
    }

    private static void Write(FormattableString line) => Console.Out.WriteLine(FormattableString.Invariant(line));
}
