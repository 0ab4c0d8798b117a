using System.Collections.Concurrent;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.RateControl;

namespace DynamoNamespace.Tests.Unit.CatchUp.Streams;

/// <summary>A stream whose shards a test opens, fills, closes and trims. Its iterators are a shard and a place in it.</summary>
internal sealed class FakeStream(FakeTimeProvider time) : IStreamCalls
{
    public const string Arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/limits/stream/2025-06-15T10:30:00.000";

    private readonly object gate = new();
    private readonly List<Shard> shards = [];
    private readonly HashSet<string> expired = new(StringComparer.Ordinal);
    private int lastRecord;

    public string Status { get; set; } = "ENABLED";

    public int PageSize { get; set; } = 10;

    /// <summary>What was called, as <c>Iterator s1 after 3</c> or <c>Describe</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public FakeStream Open(string id, string? parent = null)
    {
        lock (gate)
            shards.Add(new Shard(id, parent));
        return this;
    }

    public FakeStream Close(string id)
    {
        lock (gate)
            Find(id).IsClosed = true;
        return this;
    }

    /// <summary>The shard is neither listed nor readable any more.</summary>
    public FakeStream Remove(string id)
    {
        lock (gate)
            shards.Remove(Find(id));
        return this;
    }

    /// <summary>The shard's records so far expire.</summary>
    public FakeStream Trim(string id)
    {
        lock (gate)
            Find(id).Trimmed = Find(id).Records.Count;
        return this;
    }

    /// <summary>Every iterator that was given out until now expires.</summary>
    public void ExpireIterators()
    {
        lock (gate)
        {
            foreach (var shard in shards)
                expired.UnionWith(Enumerable.Range(0, shard.Records.Count + 1).Select(place => $"{shard.Id}:{place}:{shard.Given}"));
        }
    }

    /// <summary>Adds records whose sequence numbers go on through all shards; answers them.</summary>
    public List<string> Write(string id, int count, DateTimeOffset? at = null)
    {
        lock (gate)
        {
            var numbers = Enumerable.Range(lastRecord + 1, count).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
            lastRecord += count;
            Find(id).Records.AddRange(numbers.Select(number => Json(number, at ?? time.GetUtcNow())));
            return numbers;
        }
    }

    /// <summary>Adds a record that the test spells itself, with its sequence number and the seconds of the present put in.</summary>
    public void Write(string id, Func<string, long, string> record, TimeSpan? ago = null)
    {
        lock (gate)
            Find(id).Records.Add(record($"{++lastRecord}", (time.GetUtcNow() - (ago ?? TimeSpan.Zero)).ToUnixTimeSeconds()));
    }

    public Task<StreamDescription> DescribeAsync(string streamArn, CancellationToken cancellationToken)
    {
        Calls.Enqueue("Describe");
        lock (gate)
            return Task.FromResult(new StreamDescription(Status, StreamSwitch.ViewType, shards.Select(shard => new StreamShard(shard.Id, shard.Parent, shard.IsClosed)).ToList()));
    }

    public Task<string> GetIteratorAsync(string streamArn, string shardId, string? afterSequenceNumber, CancellationToken cancellationToken)
    {
        Calls.Enqueue(afterSequenceNumber is null ? $"Iterator {shardId}" : $"Iterator {shardId} after {afterSequenceNumber}");
        lock (gate)
        {
            var shard = Find(shardId);
            var place = afterSequenceNumber is null
                ? shard.Trimmed
                : shard.Records.FindIndex(record => record.Contains($"\"SequenceNumber\":\"{afterSequenceNumber}\"", StringComparison.Ordinal)) + 1;
            return place < shard.Trimmed || (afterSequenceNumber is not null && place <= shard.Trimmed && shard.Trimmed > 0)
                ? throw Error("TrimmedDataAccessException")
                : Task.FromResult($"{shardId}:{place}:{++shard.Given}");
        }
    }

    public Task<RecordPage> GetRecordsAsync(string iterator, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (expired.Contains(iterator))
                throw Error("ExpiredIteratorException");
            var parts = iterator.Split(':');
            var shard = Find(parts[0]);
            var place = int.Parse(parts[1], CultureInfo.InvariantCulture);
            if (place < shard.Trimmed)
                throw Error("TrimmedDataAccessException");
            var records = shard.Records.Skip(place).Take(PageSize).ToList();
            place += records.Count;
            var next = shard.IsClosed && place == shard.Records.Count ? "null" : $"\"{shard.Id}:{place}:{parts[2]}\"";
            var block = new ItemBlock();
            block.Append(ItemText.Bytes($$"""{"Records":[{{string.Join(',', records)}}],"NextShardIterator":{{next}}}"""));
            return Task.FromResult(RecordReader.ReadPage(block));
        }
    }

    public static AmazonDynamoDBException Error(string code) => new($"The test's {code}.", ErrorType.Sender, code, "request", System.Net.HttpStatusCode.BadRequest);

    private static string Json(string number, DateTimeOffset at) =>
        $$$"""{"eventName":"INSERT","dynamodb":{"ApproximateCreationDateTime":{{{at.ToUnixTimeSeconds()}}},"Keys":{"PK":{"S":"{{{number}}}"}},"NewImage":{"PK":{"S":"{{{number}}}"}},"SequenceNumber":"{{{number}}}"}}""";

    private Shard Find(string id) => shards.Find(shard => shard.Id == id) ?? throw Error("ResourceNotFoundException");

    private sealed class Shard(string id, string? parent)
    {
        public string Id => id;

        public string? Parent => parent;

        public bool IsClosed { get; set; }

        public int Trimmed { get; set; }

        public int Given { get; set; }

        public List<string> Records { get; } = [];
    }
}
