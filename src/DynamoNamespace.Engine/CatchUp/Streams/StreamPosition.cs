using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>
/// How far a table's stream has been read. It can be stored as JSON and needs no shard iterator, which would expire after 15 minutes: a shard
/// is read on after the sequence number of its last applied record, or from the oldest record that DynamoDB still has. It holds for
/// 24 hours, as long as DynamoDB keeps a stream's records (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html).
/// </summary>
/// <param name="StreamArn">The stream. Switching a stream off and on makes another one.</param>
/// <param name="TakenAt">When the position was taken, before the scan that it belongs to.</param>
/// <param name="SkipBefore">Records made before this moment are skipped: the scan has seen what they did.</param>
/// <param name="Shards">Every shard that was known when the position last moved.</param>
internal sealed record StreamPosition(string StreamArn, DateTimeOffset TakenAt, DateTimeOffset SkipBefore, IReadOnlyList<ShardPosition> Shards)
{
    /// <summary>How long DynamoDB keeps a record.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>What the clocks of this machine and of DynamoDB may differ by, and an eventually consistent scan may lag behind.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan EnablingPause = TimeSpan.FromSeconds(1);

    /// <summary>Takes the position at which a table's stream stands now. A stream that is just being switched on is waited for.</summary>
    /// <exception cref="Errors.DdbException"><c>StreamNotEnabled</c>: the table has no stream of old and new images.</exception>
    public static async Task<StreamPosition> TakeAsync(IStreamCalls calls, TableDescriptor table, TimeProvider time, CancellationToken cancellationToken)
    {
        var arn = StreamRequirements.RequireEnabled(table);
        while (true)
        {
            var now = time.GetUtcNow();
            var stream = await calls.DescribeAsync(arn, cancellationToken);
            if (!stream.IsEnabling)
                return Take(arn, stream, now);
            await Task.Delay(EnablingPause, time, cancellationToken);
        }
    }

    /// <summary>
    /// Every open shard is to be read from its beginning, and so are the parents of open shards, which may have closed a moment ago, and closed
    /// shards whose children are not listed yet. All other shards are done.
    /// </summary>
    public static StreamPosition Take(string streamArn, StreamDescription stream, DateTimeOffset now)
    {
        var skipBefore = now - Margin;
        var parents = stream.Shards.Select(shard => shard.ParentShardId).ToHashSet(StringComparer.Ordinal);
        var parentsOfOpen = stream.Shards.Where(shard => !shard.IsClosed).Select(shard => shard.ParentShardId).ToHashSet(StringComparer.Ordinal);
        return new StreamPosition(streamArn, now, skipBefore, stream.Shards.Select(shard => new ShardPosition(
            shard.ShardId, shard.ParentShardId, SequenceNumber: null, skipBefore, EmptyAt: null,
            IsDone: shard.IsClosed && parents.Contains(shard.ShardId) && !parentsOfOpen.Contains(shard.ShardId))).ToList());
    }

    /// <summary>How old the oldest record can be that has not been read. A done shard whose children are not known yet counts by its end.</summary>
    public TimeSpan AgeAt(DateTimeOffset now)
    {
        var parents = Shards.Select(shard => shard.ParentShardId).ToHashSet(StringComparer.Ordinal);
        var byId = Shards.ToDictionary(shard => shard.ShardId, StringComparer.Ordinal);
        var oldest = Shards
            .Where(shard => shard.IsDone ? !parents.Contains(shard.ShardId) : !IsWaiting(shard, byId))
            .Select(shard => shard.ReadUntil)
            .DefaultIfEmpty(SkipBefore)
            .Min();
        return now > oldest ? now - oldest : TimeSpan.Zero;
    }

    /// <summary>What a shard holds is younger than its parent, so while the parent is unread, the parent's age counts.</summary>
    private static bool IsWaiting(ShardPosition shard, Dictionary<string, ShardPosition> byId) =>
        shard.ParentShardId is string parent && byId.TryGetValue(parent, out var found) && !found.IsDone;
}
