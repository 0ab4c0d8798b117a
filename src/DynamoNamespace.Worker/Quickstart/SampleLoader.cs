using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Worker.Samples;

namespace DynamoNamespace.Worker.Quickstart;

/// <summary>What a sample table holds.</summary>
/// <param name="TableName">The table.</param>
/// <param name="Items">How many items it was given.</param>
/// <param name="Seed">The seed that they were made with.</param>
internal sealed record SampleSummary(string TableName, long Items, int Seed);

/// <summary>Makes a table of made-up zae-limiter 0.9 data. Only on this machine: a table on AWS is nobody's to play with.</summary>
internal sealed class SampleLoader(ConnectionOptions connection, string tableName)
{
    public const int DefaultItems = 10_000;
    public const int DefaultSeed = 20_250_615;
    private const int BatchSize = 25;
    private const int BatchBytes = 4 * 1024 * 1024;

    // Items may nest 32 levels deep, each up to three levels of JSON.
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 256 };

    public static string Describe(SampleSummary summary) => string.Create(CultureInfo.InvariantCulture,
        $"Table {summary.TableName} has {summary.Items:N0} made-up zae-limiter 0.9 items (seed {summary.Seed}).");

    /// <summary>Makes the table and fills it.</summary>
    public Task<SampleSummary> CreateAsync(int count, int seed, bool withGsi4, bool withStream, CancellationToken cancellationToken) =>
        LoadAsync(count, seed, client => SendAsync(client, "CreateTable", SampleTable.CreateTableRequestJson(tableName, withGsi4, withStream), cancellationToken), cancellationToken);

    /// <summary>Fills a table that is there already.</summary>
    public Task<SampleSummary> FillAsync(int count, int seed, CancellationToken cancellationToken) => LoadAsync(count, seed, _ => Task.CompletedTask, cancellationToken);

    private Task<SampleSummary> LoadAsync(int count, int seed, Func<DynamoDbClient, Task> prepare, CancellationToken cancellationToken) =>
        AwsCall.RunAsync(connection, tableName, async client =>
        {
            if (!new Uri(ConnectionFactory.EndpointOf(client)).IsLoopback)
            {
                throw new DdbException("NotLocal", DdbErrorKind.InvalidArgument, tableName,
                    "Sample data is only made on a local engine. Give --endpoint-url with a loopback address, such as http://127.0.0.1:8000; nothing was changed.");
            }

            await prepare(client);
            var batch = new List<JsonObject>();
            var loaded = 0L;
            var bytes = 0;
            foreach (var item in SampleTable.Items(count, seed, DateTimeOffset.UtcNow))
            {
                batch.Add(item);
                bytes += Encoding.UTF8.GetByteCount(item.ToJsonString());
                if (batch.Count == BatchSize || bytes > BatchBytes)
                {
                    await PutAsync(client, batch, cancellationToken);
                    loaded += batch.Count;
                    batch.Clear();
                    bytes = 0;
                }
            }

            if (batch.Count > 0)
                await PutAsync(client, batch, cancellationToken);
            return new SampleSummary(tableName, loaded + batch.Count, seed);
        }, cancellationToken);

    private async Task PutAsync(DynamoDbClient client, List<JsonObject> items, CancellationToken cancellationToken)
    {
        var requests = new JsonArray([.. items.Select(item => (JsonNode)new JsonObject { ["PutRequest"] = new JsonObject { ["Item"] = item } })]);
        var answer = await SendAsync(client, "BatchWriteItem", new JsonObject { ["RequestItems"] = new JsonObject { [tableName] = requests } }, cancellationToken);
        if (answer["UnprocessedItems"] is JsonObject { Count: > 0 })
        {
            throw new DdbException("SampleIncomplete", DdbErrorKind.Incomplete, tableName,
                $"The engine did not take all items of a batch for '{tableName}'. Delete the table and run the same command again.");
        }
    }

    private static async Task<JsonNode> SendAsync(DynamoDbClient client, string operation, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await client.SendAsync(operation, JsonSerializer.SerializeToUtf8Bytes(body, Deep), cancellationToken);
        return JsonNode.Parse(answer.Written.Span)!;
    }
}
