using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Bench.NullEndpoint;

namespace DynamoNamespace.Bench.Trials;

/// <summary>
/// The requests that put a table's mapped items where nothing stands, all made beforehand and then sent over as many connections as a copy has,
/// as fast as the endpoint takes them: its own limit.
/// </summary>
internal sealed class Flood
{
    private const int BatchSize = 25;

    private readonly TrialTarget target;
    private readonly IReadOnlyList<(byte[] Body, int Items)> requests;

    private Flood(TrialTarget target, IReadOnlyList<(byte[] Body, int Items)> requests) => (this.target, this.requests) = (target, requests);

    public static Flood Prepare(TrialTarget target, IEnumerable<JsonObject> oldItems) =>
        new(target, [.. oldItems.Chunk(BatchSize).Select(batch => (Request(target.TableName, batch), batch.Length))]);

    public async Task<TrialWork> RunAsync()
    {
        using var client = new BareClient(target.EndpointUrl, target.Writers);
        var (items, next) = (0L, -1);
        await Task.WhenAll(Enumerable.Range(0, target.Writers).Select(_ => Task.Run(async () =>
        {
            using var buffer = new MemoryStream();
            for (int index; (index = Interlocked.Increment(ref next)) < requests.Count;)
            {
                var answer = await client.SendAsync("BatchExecuteStatement", requests[index].Body, buffer);
                if (answer.Span.IndexOf("\"Error\""u8) >= 0)
                    throw new InvalidOperationException($"The engine did not take a statement: {Encoding.UTF8.GetString(answer.Span)}");
                Interlocked.Add(ref items, requests[index].Items);
            }
        })));
        return new TrialWork(items, requests.Count);
    }

    private static byte[] Request(string tableName, IEnumerable<JsonObject> oldItems)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, CannedPages.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("Statements");
            foreach (var item in oldItems)
                WriteInsert(json, tableName, Map(item));
            json.WriteEndArray();
            json.WriteString("ReturnConsumedCapacity", "TOTAL");
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteInsert(Utf8JsonWriter json, string tableName, JsonObject item)
    {
        json.WriteStartObject();
        json.WriteString("Statement", $"INSERT INTO \"{tableName}\" VALUE {{{string.Join(", ", item.Select(member => $"'{member.Key.Replace("'", "''", StringComparison.Ordinal)}': ?"))}}}");
        json.WriteStartArray("Parameters");
        foreach (var (_, value) in item)
            value!.WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The zae-limiter mapping again, in code of its own: the verification of a flooded table proves it right.</summary>
    private static JsonObject Map(JsonObject old)
    {
        var item = (JsonObject)old.DeepClone();
        var key = Text(old, "PK")!;
        var id = key == "SYSTEM#" && Text(old, "SK") == "#VERSION" ? "_" : TrialTable.NamespaceId;
        foreach (var name in new[] { "PK", "GSI1PK", "GSI2PK", "GSI3PK" })
        {
            if (Text(old, name) is { } text)
                item[name] = new JsonObject { ["S"] = $"{id}/{text}" };
        }

        item["GSI4PK"] = new JsonObject { ["S"] = id };
        item["GSI4SK"] = new JsonObject { ["S"] = $"{id}/{key}" };
        return item;
    }

    private static string? Text(JsonObject item, string name) => item[name]?["S"]?.GetValue<string>();
}
