using System.Net.Http.Json;
using DynamoNamespace.Bench.NullEndpoint;

namespace DynamoNamespace.Bench.Trials;

/// <summary>One way to copy tables of the null endpoint, after a warm-up on the first in small.</summary>
internal static class ClientTrial
{
    public const string Copy = "copy";
    public const string Objects = "objects";
    public const string Serial = "serial";

    /// <param name="method">The way.</param>
    /// <param name="endpointUrl">The null endpoint.</param>
    /// <param name="points">The tables, each with how many requests may be under way at once.</param>
    /// <param name="warmUp">How many items are copied, perhaps several times, before the first table; 0 for none.</param>
    public static async Task<IReadOnlyList<TrialResult>> RunAsync(string method, string endpointUrl, IReadOnlyList<(NullTable Table, int Writers)> points, int warmUp)
    {
        if (warmUp > 0)
        {
            var table = points[0].Table with { Items = warmUp };
            await WarmUp.RunAsync(() => CopyAsync(method, new TrialTarget(endpointUrl, table.Name, points[0].Writers)));
        }

        var results = new List<TrialResult>();
        foreach (var (table, writers) in points)
            results.Add(await MeasureAsync(method, endpointUrl, table, writers));
        return results;
    }

    private static async Task<TrialResult> MeasureAsync(string method, string endpointUrl, NullTable table, int writers)
    {
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
        _ => SerialPutLoop.RunAsync(target),
    };

    private static async Task<ServedCounts> CountsAsync(string endpointUrl)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return (await http.GetFromJsonAsync<ServedCounts>(new Uri($"{endpointUrl}/counts")))!;
    }
}
