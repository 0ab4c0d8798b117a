using System.Text.Json;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>Reads the answers of DescribeStream and GetShardIterator.</summary>
internal static class StreamAnswerReader
{
    public static StreamDescription ReadDescription(ItemBlock block, out string? lastShardId)
    {
        using var document = JsonDocument.Parse(block.Written);
        if (!document.RootElement.TryGetProperty("StreamDescription", out var stream))
            throw new JsonException("DescribeStream answered no StreamDescription.");
        lastShardId = Text(stream, "LastEvaluatedShardId");
        return new StreamDescription(Required(stream, "StreamStatus"), Text(stream, "StreamViewType") ?? "", Elements(stream, "Shards").Select(ReadShard).ToList());
    }

    public static string ReadIterator(ItemBlock block)
    {
        using var document = JsonDocument.Parse(block.Written);
        return Required(document.RootElement, "ShardIterator");
    }

    private static StreamShard ReadShard(JsonElement shard) => new(
        Required(shard, "ShardId"),
        Text(shard, "ParentShardId"),
        shard.TryGetProperty("SequenceNumberRange", out var range) && Text(range, "EndingSequenceNumber") is not null);

    private static IEnumerable<JsonElement> Elements(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string Required(JsonElement parent, string name) =>
        Text(parent, name) ?? throw new JsonException($"An answer about a stream has no {name}.");

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
