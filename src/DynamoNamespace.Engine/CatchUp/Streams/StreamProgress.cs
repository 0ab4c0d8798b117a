namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>How far each shard of a stream has been read while several are, and what that says of the whole. Safe to use from any thread.</summary>
internal sealed class StreamProgress
{
    /// <summary>How long an ended shard is expected to have children that are not listed yet.</summary>
    private static readonly TimeSpan SuccessorPatience = TimeSpan.FromMinutes(1);

    private readonly object gate = new();
    private readonly StreamPosition start;
    private readonly TimeProvider time;
    private readonly DateTimeOffset startedAt;
    private readonly Dictionary<string, ShardProgress> shards;
    private HashSet<string> parents = new(StringComparer.Ordinal);
    private bool isDescribed;
    private long version;

    public StreamProgress(StreamPosition start, TimeProvider time)
    {
        this.start = start;
        this.time = time;
        startedAt = time.GetUtcNow();
        shards = start.Shards.ToDictionary(shard => shard.ShardId, shard => new ShardProgress(shard), StringComparer.Ordinal);
        FindParents();
    }

    public StreamPosition Position
    {
        get
        {
            lock (gate)
                return start with { Shards = shards.Values.Select(shard => shard.Position).ToList() };
        }
    }

    /// <summary>Grows with each move, so that a position is not saved twice.</summary>
    public long Version
    {
        get
        {
            lock (gate)
                return version;
        }
    }

    /// <summary>Since when every shard has answered empty; null while one has records, is unread, or has ended and its children are not known.</summary>
    public DateTimeOffset? DrainedSince
    {
        get
        {
            lock (gate)
            {
                if (!isDescribed || ExpectsSuccessors())
                    return null;
                var unfinished = shards.Values.Where(shard => !shard.Position.IsDone).Select(shard => shard.EmptySince).ToList();
                return unfinished.Contains(null) ? null : unfinished.Max() ?? shards.Values.Max(shard => shard.EndedAt) ?? startedAt;
            }
        }
    }

    /// <summary>The age of what was last applied, in the shard that is furthest behind; zero where nothing is left.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (gate)
            {
                var now = time.GetUtcNow();
                var oldest = shards.Values.Where(shard => IsReadable(shard) && shard.EmptySince is null).Select(shard => shard.Position.ReadUntil).DefaultIfEmpty(now).Min();
                return now > oldest ? now - oldest : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Whether a shard has ended and its children are still to be found.</summary>
    public bool IsSuccessorExpected
    {
        get
        {
            lock (gate)
                return ExpectsSuccessors();
        }
    }

    public bool IsAllDone
    {
        get
        {
            lock (gate)
                return shards.Values.All(shard => shard.Position.IsDone);
        }
    }

    /// <summary>Takes over what shards there are now. Answers a shard that is to be read and is not there any more, if there is one.</summary>
    public string? Merge(StreamDescription stream)
    {
        lock (gate)
        {
            var listed = stream.Shards.Select(shard => shard.ShardId).ToHashSet(StringComparer.Ordinal);
            var lost = shards.Values.FirstOrDefault(shard => !shard.Position.IsDone && !shard.IsReading && !listed.Contains(shard.Position.ShardId));
            var now = time.GetUtcNow();
            foreach (var (id, shard) in shards.Where(shard => shard.Value.Position.IsDone && !listed.Contains(shard.Key)).ToList())
            {
                // Not before its records have expired, or a gap in a list would make it a new shard when it comes back.
                if (now - shard.Position.ReadUntil > StreamPosition.Retention)
                    shards.Remove(id);
            }

            var oldest = shards.Values.Where(shard => !shard.Position.IsDone).Select(shard => shard.Position.ReadUntil).DefaultIfEmpty(start.SkipBefore).Min();
            foreach (var found in stream.Shards.Where(shard => !shards.ContainsKey(shard.ShardId)))
            {
                var shard = new ShardProgress(new ShardPosition(found.ShardId, found.ParentShardId, SequenceNumber: null, oldest, EmptyAt: null, IsDone: false));
                if (found.ParentShardId is string parent && shards.TryGetValue(parent, out var known))
                    shard.BeginAfter(known.Position);
                shards.Add(found.ShardId, shard);
                version++;
            }

            FindParents();
            isDescribed = true;
            return lost?.Position.ShardId;
        }
    }

    /// <summary>The shards whose reading can begin now; each is given out once.</summary>
    public IReadOnlyList<string> TakeReadable()
    {
        lock (gate)
        {
            var readable = shards.Values.Where(shard => !shard.IsReading && IsReadable(shard)).ToList();
            foreach (var shard in readable)
                shard.IsReading = true;
            return readable.Select(shard => shard.Position.ShardId).ToList();
        }
    }

    public ShardPosition Of(string shardId)
    {
        lock (gate)
            return shards[shardId].Position;
    }

    /// <summary>A record and all before it in its shard are applied.</summary>
    public void MoveTo(string shardId, StreamRecord record) => Change(shardId, shard => shard.MoveTo(record));

    /// <summary>A shard answered a request of that moment without records.</summary>
    public void FindEmpty(string shardId, DateTimeOffset askedAt) => Change(shardId, shard => shard.FindEmpty(askedAt));

    public void End(string shardId) => Change(shardId, shard =>
    {
        shard.End(time.GetUtcNow());
        foreach (var child in shards.Values.Where(child => child.Position.ParentShardId == shardId))
            child.BeginAfter(shard.Position);
    });

    private void Change(string shardId, Action<ShardProgress> change)
    {
        lock (gate)
        {
            change(shards[shardId]);
            version++;
        }
    }

    /// <summary>A parent that is not known any more was trimmed long ago and counts as done.</summary>
    private bool IsReadable(ShardProgress shard) => !shard.Position.IsDone
        && (shard.Position.ParentShardId is not string parent || !shards.TryGetValue(parent, out var found) || found.Position.IsDone);

    private bool ExpectsSuccessors()
    {
        var now = time.GetUtcNow();
        return shards.Values.Any(shard => shard.Position.IsDone && !parents.Contains(shard.Position.ShardId) && now - (shard.EndedAt ?? startedAt) < SuccessorPatience);
    }

    private void FindParents() =>
        parents = shards.Values.Select(shard => shard.Position.ParentShardId).OfType<string>().ToHashSet(StringComparer.Ordinal);
}
