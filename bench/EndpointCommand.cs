using DynamoNamespace.Bench.NullEndpoint;

namespace DynamoNamespace.Bench;

/// <summary>Serves the null endpoint until the process is stopped.</summary>
internal static class EndpointCommand
{
    /// <summary>It then ends with whoever started it, however that ends.</summary>
    public const string UntilInputEnds = "--until-input-ends";

    public static async Task RunAsync(Arguments arguments)
    {
        using var server = new NullServer(arguments.Number("--port", 0));
        Console.Out.WriteLine(server.EndpointUrl);
        if (arguments.Has(UntilInputEnds))
            await Console.In.ReadToEndAsync();
        else
            await Task.Delay(Timeout.Infinite);
    }
}
