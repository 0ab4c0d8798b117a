using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Reports;
using DynamoNamespace.Bench.Suites;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build;
using DynamoNamespace.Build.Benchmarks;
using DynamoNamespace.Build.Shells;

namespace DynamoNamespace.Bench;

/// <summary>One run of the benchmark: measures what is asked for, prints and writes the report.</summary>
internal static class BenchRun
{
    public static async Task<int> RunAsync(BenchOptions options, CancellationToken stop)
    {
        // Whatever is missing is missed before the first measurement.
        var powerShell = options.NeedsPowerShell ? await PowerShellHost.GetAsync(options.PowerShell, stop) : null;
        var machine = await Machine.ReadAsync();
        var measured = new MeasurementList();
        var (endpoint, url) = await BenchProcess.StartEndpointAsync();
        using (endpoint)
        {
            foreach (var group in options.Groups)
            {
                // What goes on is told beside the report, which may be redirected.
                Console.Error.WriteLine($"{group}:");
                await MeasureAsync(group, options, url, powerShell, measured);
            }
        }

        var report = new Report(options, machine, measured);
        await report.WriteAsync(options.Output);
        if (options.Publishes)
            await PerformancePage.PublishAsync(report);
        Console.Out.Write(report.ToText());
        Console.Out.WriteLine($"Written to {Path.GetRelativePath(Environment.CurrentDirectory, options.Output)}: bench.json, bench.md, and the plots.");
        return ExitCodes.Succeeded;
    }

    private static Task MeasureAsync(
        string group, BenchOptions options, string nullUrl, PowerShellHost? powerShell, MeasurementList measured) =>
        group switch
        {
            BenchOptions.Client => ClientSuite.RunAsync(options, nullUrl, measured),
            BenchOptions.Engine => EngineSuite.RunAsync(options, nullUrl, measured),
            BenchOptions.Growth => GrowthSuite.RunAsync(options, nullUrl, measured),
            _ => StartUpSuite.RunAsync(powerShell!, measured),
        };
}
