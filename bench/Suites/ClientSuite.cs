using System.Globalization;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Trials;

namespace DynamoNamespace.Bench.Suites;

/// <summary>
/// The client alone: the endpoint answers at once, so what is measured is what the client costs. Our copy and the same copy through plain SDK
/// objects, in turn, each in a process of its own that has copied a smaller table before.
/// </summary>
internal static class ClientSuite
{
    public static async Task RunAsync(BenchOptions options, MeasurementList measured)
    {
        var (endpoint, url) = await BenchProcess.StartEndpointAsync();
        using (endpoint)
        {
            for (var repeat = 0; repeat < options.Repeats; repeat++)
            {
                foreach (var method in new[] { ClientTrial.Objects, ClientTrial.Copy })
                    measured.Add(BenchOptions.Client, method, await TrialAsync(method, url, options.ClientItems, options.Writers));
            }
        }
    }

    public static async Task<TrialResult> TrialAsync(string method, string url, long items, int writers, int itemBytes = 0, long warmUp = TrialCommand.DefaultWarmUp) =>
        (await BenchProcess.RunTrialAsync(
        [
            method, "--endpoint", url,
            "--items", items.ToString(CultureInfo.InvariantCulture),
            "--item-bytes", itemBytes.ToString(CultureInfo.InvariantCulture),
            "--warm-up", warmUp.ToString(CultureInfo.InvariantCulture),
            "--writers", writers.ToString(CultureInfo.InvariantCulture),
        ])).Single();
}
