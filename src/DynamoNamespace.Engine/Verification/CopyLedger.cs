using System.Buffers.Binary;

namespace DynamoNamespace.Engine.Verification;

/// <summary>
/// Matches old items with their copies in one pass over the table, without holding the table: each item leaves the digests of its
/// key and of its content in one of many partitions, which overflow into temporary files. Equal digests are a match; an old item
/// without one is looked at again by its key.
/// </summary>
internal sealed class CopyLedger : IDisposable
{
    private const int ItemsPerPartition = 50_000;
    private const int MinimumPartitions = 16;
    private const int MaximumPartitions = 512;
    private const int DigestBytes = 16;

    private readonly LedgerPartition[] partitions;
    private readonly Lazy<string> folder;
    private bool isTemporary;

    /// <summary>A ledger that is gone when it is disposed.</summary>
    public CopyLedger(long estimatedItems)
        : this(estimatedItems, null, null)
    {
    }

    /// <param name="estimatedItems">How many items are expected, which decides into how many parts it is split.</param>
    /// <param name="path">A folder to keep it in; null for a temporary one.</param>
    /// <param name="lengths">How much of each part an earlier run had durably written; null or empty for a new ledger.</param>
    public CopyLedger(long estimatedItems, string? path, IReadOnlyList<long>? lengths)
    {
        isTemporary = path is null;
        folder = new(() => path is null ? Directory.CreateTempSubdirectory("ddbns-verify-").FullName : Directory.CreateDirectory(path).FullName);
        var count = lengths is { Count: > 0 } ? lengths.Count : (int)Math.Clamp(estimatedItems / ItemsPerPartition, MinimumPartitions, MaximumPartitions);
        partitions = new LedgerPartition[count];
        if (path is not null && lengths is not { Count: > 0 } && Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        for (var index = 0; index < count; index++)
            partitions[index] = new LedgerPartition(folder, path ?? Path.GetTempPath(), index, lengths is { Count: > 0 } ? lengths[index] : 0);
    }

    /// <summary>An old item: the digests of what it maps to, and its own key to find it again by.</summary>
    public void AddOld(UInt128 targetKey, UInt128 content, ReadOnlySpan<byte> sourceKey)
    {
        Span<byte> head = stackalloc byte[(2 * DigestBytes) + sizeof(int)];
        WriteDigests(head, targetKey, content);
        BinaryPrimitives.WriteInt32BigEndian(head[(2 * DigestBytes)..], sourceKey.Length);
        PartitionOf(targetKey).Add(head, sourceKey);
    }

    /// <summary>A new item: the digests of its key and content, and its key itself where items without an old one are to be told.</summary>
    public void AddNew(UInt128 key, UInt128 content, ReadOnlySpan<byte> ownKey = default)
    {
        Span<byte> head = stackalloc byte[(2 * DigestBytes) + sizeof(int)];
        WriteDigests(head, key, content);
        BinaryPrimitives.WriteInt32BigEndian(head[(2 * DigestBytes)..], ~ownKey.Length);
        PartitionOf(key).Add(head, ownKey);
    }

    /// <summary>Makes everything entered so far durable, and tells how long each part is.</summary>
    public IReadOnlyList<long> Flush() => Array.ConvertAll(partitions, partition => partition.Flush());

    /// <summary>Leaves nothing behind when it is disposed.</summary>
    public void Delete() => isTemporary = true;

    /// <summary>The keys of the old items whose copy is missing or not the same, as DynamoDB JSON. A page that was read twice is told once.</summary>
    public IEnumerable<byte[]> Unmatched(CancellationToken cancellationToken = default)
    {
        foreach (var partition in partitions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = partition.ReadAll();
            var copies = new Dictionary<UInt128, UInt128>();
            foreach (var record in Records(bytes))
            {
                if (!record.IsOld)
                    copies[record.Key] = record.Content;
            }

            var told = new HashSet<UInt128>();
            foreach (var record in Records(bytes))
            {
                var isMatched = !record.IsOld || (copies.TryGetValue(record.Key, out var content) && content == record.Content);
                if (!isMatched && told.Add(Items.CanonicalItem.Digest(record.OwnKey.Span)))
                    yield return record.OwnKey.ToArray();
            }
        }
    }

    /// <summary>The keys of the new items that no old item maps to, where they were entered with them. A page that was read twice is told once.</summary>
    public IEnumerable<byte[]> Extra(CancellationToken cancellationToken = default)
    {
        foreach (var partition in partitions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = partition.ReadAll();
            var known = Records(bytes).Where(record => record.IsOld).Select(record => record.Key).ToHashSet();
            foreach (var record in Records(bytes))
            {
                if (!record.IsOld && !record.OwnKey.IsEmpty && known.Add(record.Key))
                    yield return record.OwnKey.ToArray();
            }
        }
    }

    /// <summary>The keys of the old items whose target key an earlier one has too, each with that first one.</summary>
    public IEnumerable<(byte[] First, byte[] Other)> SharedTargets()
    {
        foreach (var partition in partitions)
        {
            var seen = new Dictionary<UInt128, ReadOnlyMemory<byte>>();
            foreach (var record in Records(partition.ReadAll()))
            {
                if (record.IsOld && !seen.TryAdd(record.Key, record.OwnKey))
                    yield return (seen[record.Key].ToArray(), record.OwnKey.ToArray());
            }
        }
    }

    /// <summary>The keys of the old items under whose target key an item stands, and whether that is equal to what they map to.</summary>
    public IEnumerable<(byte[] SourceKey, bool IsEqual)> PresentTargets()
    {
        foreach (var partition in partitions)
        {
            var bytes = partition.ReadAll();
            var there = Records(bytes).Where(record => !record.IsOld).DistinctBy(record => record.Key).ToDictionary(record => record.Key, record => record.Content);
            foreach (var record in Records(bytes))
            {
                if (record.IsOld && there.TryGetValue(record.Key, out var content))
                    yield return (record.OwnKey.ToArray(), content == record.Content);
            }
        }
    }

    public void Dispose()
    {
        foreach (var partition in partitions)
            partition.Dispose();
        if (isTemporary && folder.IsValueCreated)
            Directory.Delete(folder.Value, recursive: true);
    }

    private LedgerPartition PartitionOf(UInt128 key) => partitions[(int)((ulong)key % (ulong)partitions.Length)];

    private static void WriteDigests(Span<byte> head, UInt128 key, UInt128 content)
    {
        BinaryPrimitives.WriteUInt128BigEndian(head, key);
        BinaryPrimitives.WriteUInt128BigEndian(head[DigestBytes..], content);
    }

    private static IEnumerable<LedgerRecord> Records(ReadOnlyMemory<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var head = bytes.Span[at..];
            var key = BinaryPrimitives.ReadUInt128BigEndian(head);
            var content = BinaryPrimitives.ReadUInt128BigEndian(head[DigestBytes..]);
            var stated = BinaryPrimitives.ReadInt32BigEndian(head[(2 * DigestBytes)..]);
            var length = stated < 0 ? ~stated : stated;
            at += (2 * DigestBytes) + sizeof(int);
            yield return new LedgerRecord(key, content, stated >= 0, bytes.Slice(at, length));
            at += length;
        }
    }

    /// <param name="Key">The digest of the new key.</param>
    /// <param name="Content">The digest of the new item.</param>
    /// <param name="IsOld">Whether it was entered for an old item.</param>
    /// <param name="OwnKey">The item's own key, as DynamoDB JSON; empty where it was not entered.</param>
    private sealed record LedgerRecord(UInt128 Key, UInt128 Content, bool IsOld, ReadOnlyMemory<byte> OwnKey);
}
