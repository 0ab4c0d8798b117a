using System.Text.Json;
using DynamoNamespace.Bench.NullEndpoint;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Bench;

/// <summary>Runs one trial in this process, so that a profiler or an environment variable reaches it, and prints its figures as JSON.</summary>
internal static class TrialCommand
{
    public const int DefaultItems = 500_000;
    public const int DefaultEngineItems = 20_000;
    public const int DefaultWarmUp = 50_000;

    public static async Task RunAsync(string method, string[] rest)
    {
        var arguments = new Arguments(rest, ["--items", "--tables", "--warm-up", "--writers", "--endpoint", "--engine"], []);
        BenchProcess? own = null;
        try
        {
            var nullUrl = arguments.Text("--endpoint");
            if (nullUrl is null)
                (own, nullUrl) = await BenchProcess.StartEndpointAsync();
            var results = EngineTrial.Knows(method)
                ? await RunEngineAsync(method, nullUrl, arguments)
                : await ClientTrial.RunAsync(method, nullUrl, Points(arguments), arguments.Number("--warm-up", DefaultWarmUp));
            Console.Out.WriteLine(JsonSerializer.Serialize(results));
        }
        finally
        {
            own?.Dispose();
        }
    }

    private static async Task<IReadOnlyList<TrialResult>> RunEngineAsync(string method, string nullUrl, Arguments arguments)
    {
        DynoxideServer? own = null;
        try
        {
            var url = arguments.Text("--engine") ?? (own = await DynoxideServer.StartAsync()).EndpointUrl;
            return await EngineTrial.RunAsync(
                method, url, nullUrl, arguments.Number("--items", DefaultEngineItems), arguments.Number("--writers", TrialTable.Writers));
        }
        finally
        {
            await (own?.DisposeAsync() ?? Task.CompletedTask);
        }
    }

    /// <summary>The tables named, each with each number of writers; or one table of so many items.</summary>
    private static IReadOnlyList<(NullTable Table, int Writers)> Points(Arguments arguments)
    {
        IReadOnlyList<NullTable> tables = arguments.Text("--tables") is { } names
            ? [.. names.Split(',').Select(name => NullTable.Find(name) ?? throw new UsageException($"The null endpoint has no table '{name}'. It has items-N and items-N-of-BYTES."))]
            : [new NullTable(arguments.Number("--items", DefaultItems))];
        return [.. from table in tables from writers in arguments.Numbers("--writers") ?? [TrialTable.Writers] select (table, writers)];
    }
}
