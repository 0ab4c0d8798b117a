using System.Text.Json.Serialization;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>How far one shard has been read.</summary>
/// <param name="ShardId">The shard.</param>
/// <param name="ParentShardId">The shard that has to be read before it.</param>
/// <param name="SequenceNumber">The last record that was applied or is to be skipped; null: it is to be read from its beginning.</param>
/// <param name="RecordedAt">When that record was made; without one, a moment that no unread record is older than.</param>
/// <param name="EmptyAt">When the shard last answered that nothing follows; null while something may.</param>
/// <param name="IsDone">Whether it has been read to its end.</param>
internal sealed record ShardPosition(
    string ShardId, string? ParentShardId, string? SequenceNumber, DateTimeOffset RecordedAt, DateTimeOffset? EmptyAt, bool IsDone)
{
    /// <summary>A moment before which nothing of the shard is left unread.</summary>
    [JsonIgnore]
    public DateTimeOffset ReadUntil => EmptyAt is { } empty && empty > RecordedAt ? empty : RecordedAt;
}
