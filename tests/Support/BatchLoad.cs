using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support;

/// <summary>BatchWriteItem over a stream of items.</summary>
internal static class BatchLoad
{
    private const int ItemsPerRequest = 25;

    // One request is under way while the next is built; beyond that the engine's own speed is the limit.
    private const int RequestsAtOnce = 2;

    public static Task RunAsync(
        RawDynamoDb raw, string tableName, IEnumerable<JsonObject> items, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items.Chunk(ItemsPerRequest),
            new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken },
            async (batch, token) => await WriteAsync(raw, Request(tableName, batch), token));

    private static async Task WriteAsync(RawDynamoDb raw, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromMilliseconds(20); ; pause *= 2)
        {
            var answer = await raw.SendAsync("BatchWriteItem", request, cancellationToken);
            if (answer["UnprocessedItems"] is not JsonObject { Count: > 0 } unprocessed)
                return;
            if (pause > TimeSpan.FromSeconds(10))
                throw new TimeoutException("BatchWriteItem kept leaving items unprocessed.");
            request = DynamoJson.Serialize(new JsonObject { ["RequestItems"] = unprocessed.DeepClone() });
            await Task.Delay(pause, cancellationToken);
        }
    }

    /// <summary>Writes the items where they are: a <see cref="JsonObject"/> cannot be part of two others.</summary>
    private static ReadOnlyMemory<byte> Request(string tableName, JsonObject[] items) => DynamoJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("RequestItems");
        json.WriteStartArray(tableName);
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteStartObject("PutRequest");
            json.WritePropertyName("Item");
            item.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
