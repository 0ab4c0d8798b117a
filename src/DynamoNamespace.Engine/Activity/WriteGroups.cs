using System.Runtime.InteropServices;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Activity;

/// <summary>Groups changes by the kind of key, what was done and where it came from. Its memory does not grow with their number. Safe for many threads.</summary>
internal sealed class WriteGroups(TableDescriptor table, string streamArn, bool includeExpired, TimeProvider time)
{
    /// <summary>Keys without a recognisable head could make a group each.</summary>
    private const int MaximumGroups = 200;
    private const int MaximumAttributes = 50;
    private const string OtherKeys = "(other keys)";

    private readonly object gate = new();
    private readonly Dictionary<GroupKey, Group> groups = [];
    private readonly KeyPattern pattern = new(table.Key);
    private readonly WriteSource source = new(streamArn);
    private readonly ItemComparison comparison = new();
    private WriteTotals totals = new(0, 0, null, null);

    /// <summary>Hears of the first write of each group, one at a time.</summary>
    public Action<DdbTableWrites>? WhenNew { get; init; }

    /// <summary>What was seen so far, in one look.</summary>
    public WriteTotals Totals
    {
        get
        {
            lock (gate)
                return totals;
        }
    }

    public void Add(IReadOnlyList<StreamRecord> records)
    {
        lock (gate)
        {
            foreach (var record in records)
                Add(record);
        }
    }

    /// <summary>The groups so far, the last written first. An array, whose elements PowerShell can take by their places.</summary>
    public IReadOnlyList<DdbTableWrites> ToList()
    {
        lock (gate)
            return groups.Select(group => group.Value.ToWrites(table.Name, group.Key)).OrderByDescending(group => group.LastAt).ThenBy(group => group.Keys, StringComparer.Ordinal).ToArray();
    }

    private void Add(StreamRecord record)
    {
        IReadOnlyList<string> attributes = record is { OldImage: { } old, NewImage: { } made } ? comparison.DifferingAttributes(old, made) : [];
        var (origin, from) = source.Of(record, attributes);
        Count(record, origin);
        var key = new GroupKey(pattern.Of(record.Keys), record.Event, origin, from);
        if (!groups.TryGetValue(key, out var group))
        {
            if (groups.Count >= MaximumGroups)
                key = key with { Keys = OtherKeys };
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, key, out _);
            group = place ??= new Group(record.CreatedAt);
        }

        group.Add(record, table.Key.Describe(record.Keys), attributes);
        if (group.Count == 1)
            WhenNew?.Invoke(group.ToWrites(table.Name, key));
    }

    private void Count(StreamRecord record, DdbWriteOrigin origin)
    {
        if (origin == DdbWriteOrigin.TimeToLive)
        {
            totals = totals with { Expired = totals.Expired + 1 };
            if (!includeExpired)
                return;
        }

        totals = totals with
        {
            Writes = totals.Writes + 1,
            LastHeardAt = time.GetUtcNow(),
            LastWriteAt = record.CreatedAt < totals.LastWriteAt ? totals.LastWriteAt : record.CreatedAt,
        };
    }

    private sealed record GroupKey(string Keys, StreamEvent Event, DdbWriteOrigin Origin, string? Source);

    private sealed class Group(DateTimeOffset firstAt)
    {
        private readonly Dictionary<string, long> attributes = new(StringComparer.Ordinal);
        private DateTimeOffset first = firstAt;
        private DateTimeOffset last = firstAt;
        private string exampleKey = "";

        public long Count { get; private set; }

        public void Add(StreamRecord record, string key, IReadOnlyList<string> changed)
        {
            Count++;
            first = record.CreatedAt < first ? record.CreatedAt : first;
            last = record.CreatedAt > last ? record.CreatedAt : last;
            exampleKey = key;
            foreach (var name in changed)
            {
                if (attributes.Count < MaximumAttributes || attributes.ContainsKey(name))
                    attributes[name] = attributes.GetValueOrDefault(name) + 1;
            }
        }

        public DdbTableWrites ToWrites(string tableName, GroupKey key) => new()
        {
            TableName = tableName,
            Keys = key.Keys,
            Event = key.Event.ToString(),
            Origin = key.Origin,
            Source = key.Source,
            Count = Count,
            FirstAt = first,
            LastAt = last,
            Attributes = attributes.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key).ToArray(),
            ExampleKey = exampleKey,
        };
    }
}

/// <summary>How much was written.</summary>
/// <param name="Writes">Writes that count.</param>
/// <param name="Expired">Items that DynamoDB deleted because their time to live had passed.</param>
/// <param name="LastWriteAt">When the last write that counts was made, by DynamoDB's clock.</param>
/// <param name="LastHeardAt">When it was heard of, by this machine's clock, whose difference from DynamoDB's must not shorten the quiet.</param>
internal sealed record WriteTotals(long Writes, long Expired, DateTimeOffset? LastWriteAt, DateTimeOffset? LastHeardAt);
