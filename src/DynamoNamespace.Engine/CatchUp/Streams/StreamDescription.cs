namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>What DescribeStream tells of a stream and its shards.</summary>
internal sealed record StreamDescription(string Status, string ViewType, IReadOnlyList<StreamShard> Shards)
{
    public bool IsEnabling => Status == "ENABLING";

    public bool IsEnabled => Status == "ENABLED";
}

/// <summary>
/// A part of a stream, whose records are in order. A closed shard takes no more records; what follows is in its children.
/// The local engine calls a shard closed as soon as it has a record, so only the end of its reading proves that it ended.
/// </summary>
internal sealed record StreamShard(string ShardId, string? ParentShardId, bool IsClosed);
