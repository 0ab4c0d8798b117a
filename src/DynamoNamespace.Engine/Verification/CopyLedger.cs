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
    private readonly Lazy<DirectoryInfo> folder = new(() => Directory.CreateTempSubdirectory("ddbns-verify-"));

    public CopyLedger(long estimatedItems)
    {
        var count = (int)Math.Clamp(estimatedItems / ItemsPerPartition, MinimumPartitions, MaximumPartitions);
        partitions = new LedgerPartition[count];
        for (var index = 0; index < count; index++)
            partitions[index] = new LedgerPartition(folder, index);
    }

    /// <summary>An old item: the digests of what it maps to, and its own key to find it again by.</summary>
    public void AddOld(UInt128 targetKey, UInt128 content, ReadOnlySpan<byte> sourceKey)
    {
        Span<byte> head = stackalloc byte[(2 * DigestBytes) + sizeof(int)];
        WriteDigests(head, targetKey, content);
        BinaryPrimitives.WriteInt32BigEndian(head[(2 * DigestBytes)..], sourceKey.Length);
        PartitionOf(targetKey).Add(head, sourceKey);
    }

    public void AddNew(UInt128 key, UInt128 content)
    {
        Span<byte> head = stackalloc byte[(2 * DigestBytes) + sizeof(int)];
        WriteDigests(head, key, content);
        BinaryPrimitives.WriteInt32BigEndian(head[(2 * DigestBytes)..], -1);
        PartitionOf(key).Add(head, default);
    }

    /// <summary>The keys of the old items whose copy is missing or not the same, as DynamoDB JSON.</summary>
    public IEnumerable<byte[]> Unmatched()
    {
        foreach (var partition in partitions)
        {
            var bytes = partition.ReadAll();
            var copies = new Dictionary<UInt128, UInt128>();
            foreach (var record in Records(bytes))
            {
                if (record.SourceKey.Length == 0)
                    copies[record.Key] = record.Content;
            }

            foreach (var record in Records(bytes))
            {
                var isMatched = record.SourceKey.Length == 0 || (copies.TryGetValue(record.Key, out var content) && content == record.Content);
                if (!isMatched)
                    yield return record.SourceKey.ToArray();
            }
        }
    }

    /// <summary>The keys of the old items whose target key another one has too; the first of them is left out.</summary>
    public IEnumerable<byte[]> SharedTargets()
    {
        foreach (var partition in partitions)
        {
            var seen = new HashSet<UInt128>();
            foreach (var record in Records(partition.ReadAll()))
            {
                if (record.SourceKey.Length > 0 && !seen.Add(record.Key))
                    yield return record.SourceKey.ToArray();
            }
        }
    }

    public void Dispose()
    {
        foreach (var partition in partitions)
            partition.Dispose();
        if (folder.IsValueCreated)
            folder.Value.Delete(recursive: true);
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
            var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(head[(2 * DigestBytes)..]));
            at += (2 * DigestBytes) + sizeof(int);
            yield return new LedgerRecord(key, content, bytes.Slice(at, length));
            at += length;
        }
    }

    private sealed record LedgerRecord(UInt128 Key, UInt128 Content, ReadOnlyMemory<byte> SourceKey);
}
