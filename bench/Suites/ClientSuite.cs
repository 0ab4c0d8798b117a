using System.Globalization;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build.Benchmarks;

namespace DynamoNamespace.Bench.Suites;

/// <summary>
/// The client alone: the endpoint answers at once, so what is measured is what the client costs. Our copy and the same copy through plain SDK
/// objects, in turn, each in a process of its own that has copied smaller tables before.
/// </summary>
internal static class ClientSuite
{
    public static async Task RunAsync(BenchOptions options, string nullUrl, MeasurementList measured)
    {
        var items = options.ClientItems.ToString(CultureInfo.InvariantCulture);
        var writers = options.Writers.ToString(CultureInfo.InvariantCulture);
        for (var repeat = 0; repeat < options.Repeats; repeat++)
        {
            foreach (var method in new[] { ClientTrial.Objects, ClientTrial.Copy })
            {
                foreach (var result in await BenchProcess.RunTrialAsync([method, "--endpoint", nullUrl, "--items", items, "--writers", writers]))
                    measured.Add(BenchOptions.Client, result);
            }
        }
    }
}
