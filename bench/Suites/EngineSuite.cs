using System.Globalization;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build.Benchmarks;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Bench.Suites;

/// <summary>
/// The whole way on the local engine: copy, second run, verification and delete, beside a flood of the same requests, the reference method, and a bare
/// scan. All of a round run on one engine, one after another, and the order turns from round to round.
/// </summary>
internal static class EngineSuite
{
    public static async Task RunAsync(BenchOptions options, string nullUrl, MeasurementList measured)
    {
        string[] methods = [EngineTrial.Flood, EngineTrial.Migration, EngineTrial.Loop, .. PythonLoop.Python is null ? (string[])[] : [EngineTrial.Reference]];
        if (PythonLoop.Python is null)
            Console.Error.WriteLine($"  The reference method was not measured: there is no python3 on PATH.");
        for (var repeat = 0; repeat < options.Repeats; repeat++)
        {
            await using var engine = await DynoxideServer.StartAsync();
            foreach (var method in repeat % 2 == 0 ? methods : methods.Reverse())
            {
                foreach (var result in await TrialAsync(method, engine.EndpointUrl, nullUrl, options.EngineItems, options.Writers))
                    measured.Add(BenchOptions.Engine, result);
            }
        }
    }

    private static Task<IReadOnlyList<TrialResult>> TrialAsync(string method, string engineUrl, string nullUrl, int items, int writers) => BenchProcess.RunTrialAsync(
    [
        method, "--engine", engineUrl, "--endpoint", nullUrl,
        "--items", items.ToString(CultureInfo.InvariantCulture), "--writers", writers.ToString(CultureInfo.InvariantCulture),
    ]);
}
