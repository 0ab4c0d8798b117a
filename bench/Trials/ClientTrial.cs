using System.Net.Http.Json;
using DynamoNamespace.Bench.NullEndpoint;

namespace DynamoNamespace.Bench.Trials;

/// <summary>One way to copy a table of the null endpoint, after a warm-up on a smaller one.</summary>
internal static class ClientTrial
{
    public const string Copy = "copy";
    public const string Objects = "objects";
    public const string Serial = "serial";

    public static async Task<TrialResult> RunAsync(string method, string endpointUrl, NullTable table, NullTable warmUp, int writers)
    {
        if (warmUp.Items > 0)
            await WarmUp.RunAsync(() => CopyAsync(method, new TrialTarget(endpointUrl, warmUp.Name, writers)));
        var before = await CountsAsync(endpointUrl);
        var result = await TrialMeter.MeasureAsync(method, () => CopyAsync(method, new TrialTarget(endpointUrl, table.Name, writers)));
        var served = await CountsAsync(endpointUrl) - before;
        return result.Items == table.Items && served.Reads == table.Items && served.Writes == table.Items
            ? result with { Requests = served.Requests }
            : throw new InvalidOperationException(
                $"The trial '{method}' says that it copied {result.Items} of {table.Items} items, and the endpoint has given {served.Reads} and taken {served.Writes}, so its figures mean nothing.");
    }

    private static Task<TrialWork> CopyAsync(string method, TrialTarget target) => method switch
    {
        Copy => MigrationTrial.CopyAsync(target),
        Objects => ObjectCopy.RunAsync(target),
        Serial => SerialPutLoop.RunAsync(target),
        _ => throw new UsageException($"There is no trial '{method}' on the null endpoint. There are {Copy}, {Objects} and {Serial}."),
    };

    private static async Task<ServedCounts> CountsAsync(string endpointUrl)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return (await http.GetFromJsonAsync<ServedCounts>(new Uri($"{endpointUrl}/counts")))!;
    }
}
