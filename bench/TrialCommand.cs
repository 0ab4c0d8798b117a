using System.Text.Json;
using DynamoNamespace.Bench.NullEndpoint;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build;
using DynamoNamespace.Build.Benchmarks;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Bench;

/// <summary>Runs one trial in this process, so that a profiler or an environment variable reaches it, and prints its figures as JSON.</summary>
internal static class TrialCommand
{
    public const int DefaultItems = 500_000;
    public const int DefaultEngineItems = 20_000;
    public const int DefaultWarmUp = 50_000;

    public static async Task<int> RunAsync(TrialOptions options, CancellationToken stop)
    {
        BenchProcess? own = null;
        try
        {
            var nullUrl = options.Endpoint;
            if (nullUrl is null)
                (own, nullUrl) = await BenchProcess.StartEndpointAsync();
            var results = TrialOptions.EngineMethods.Contains(options.Method, StringComparer.Ordinal)
                ? await RunEngineAsync(options, nullUrl)
                : await ClientTrial.RunAsync(options.Method, nullUrl, Points(options), options.WarmUp ?? DefaultWarmUp);
            Console.Out.WriteLine(JsonSerializer.Serialize(results));
            return ExitCodes.Succeeded;
        }
        finally
        {
            own?.Dispose();
        }
    }

    private static async Task<IReadOnlyList<TrialResult>> RunEngineAsync(TrialOptions options, string nullUrl)
    {
        DynoxideServer? own = null;
        try
        {
            var url = options.Engine ?? (own = await DynoxideServer.StartAsync()).EndpointUrl;
            return await EngineTrial.RunAsync(
                options.Method, url, nullUrl, options.Items ?? DefaultEngineItems, options.Writers[0]);
        }
        finally
        {
            await (own?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>The tables named, each with each number of writers; or one table of so many items.</summary>
    private static IReadOnlyList<(NullTable Table, int Writers)> Points(TrialOptions options)
    {
        IReadOnlyList<NullTable> tables = options.Tables is { } names
            ? [.. names.Select(name => NullTable.Find(name)
                ?? throw new UsageException(
                    $"The null endpoint has no table '{name}'. It has items-N and items-N-of-BYTES."))]
            : [new NullTable(options.Items ?? DefaultItems)];
        return [.. from table in tables from writers in options.Writers select (table, writers)];
    }
}
