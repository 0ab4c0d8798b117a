using System.Text.Json;
using DynamoNamespace.Bench.NullEndpoint;
using DynamoNamespace.Bench.Trials;

namespace DynamoNamespace.Bench;

/// <summary>Runs one trial in this process, so that a profiler or an environment variable reaches it, and prints its figures as JSON.</summary>
internal static class TrialCommand
{
    public const int DefaultItems = 500_000;
    public const int DefaultWarmUp = 50_000;

    public static async Task RunAsync(string method, string[] rest)
    {
        var arguments = new Arguments(rest, ["--items", "--item-bytes", "--warm-up", "--writers", "--endpoint"], []);
        await RunClientAsync(method, arguments);
    }

    private static async Task RunClientAsync(string method, Arguments arguments)
    {
        BenchProcess? own = null;
        try
        {
            var endpointUrl = arguments.Text("--endpoint");
            if (endpointUrl is null)
                (own, endpointUrl) = await BenchProcess.StartEndpointAsync();
            var bytes = arguments.Number("--item-bytes", 0);
            var result = await ClientTrial.RunAsync(
                method, endpointUrl,
                new NullTable(arguments.Number("--items", DefaultItems), bytes),
                new NullTable(arguments.Number("--warm-up", DefaultWarmUp), bytes),
                arguments.Number("--writers", TrialTable.Writers));
            Console.Out.WriteLine(JsonSerializer.Serialize<TrialResult[]>([result]));
        }
        finally
        {
            own?.Dispose();
        }
    }
}
