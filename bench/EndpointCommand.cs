using DynamoNamespace.Bench.NullEndpoint;
using DynamoNamespace.Build;
using DynamoNamespace.Build.Benchmarks;

namespace DynamoNamespace.Bench;

/// <summary>Serves the null endpoint until the process is stopped.</summary>
internal static class EndpointCommand
{
    public static async Task<int> RunAsync(EndpointOptions options, CancellationToken stop)
    {
        using var server = new NullServer(options.Port);
        Console.Out.WriteLine(server.EndpointUrl);
        if (options.UntilInputEnds)
            await Console.In.ReadToEndAsync(stop);
        else
            await Task.Delay(Timeout.Infinite, stop);
        return ExitCodes.Succeeded;
    }
}
