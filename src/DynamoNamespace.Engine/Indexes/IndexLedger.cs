using System.Buffers.Binary;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>
/// Matches items with their entries in an index without holding either: each leaves the digests of its key and of its content in one of many partitions,
/// which overflow into temporary files. Those that are not equal are looked at again by their keys.
/// </summary>
internal sealed class IndexLedger : IDisposable
{
    private const int ItemsPerPartition = 50_000;
    private const int MinimumPartitions = 16;
    private const int MaximumPartitions = 512;
    private const int DigestBytes = 16;
    private const int HeadBytes = 1 + (2 * DigestBytes) + sizeof(int);

    private readonly Lazy<string> folder = new(() => Directory.CreateTempSubdirectory("ddbns-index-").FullName);
    private readonly LedgerPartition[] partitions;

    public IndexLedger(long estimatedItems)
    {
        partitions = new LedgerPartition[Math.Clamp(estimatedItems / ItemsPerPartition, MinimumPartitions, MaximumPartitions)];
        for (var at = 0; at < partitions.Length; at++)
            partitions[at] = new LedgerPartition(folder, Path.GetTempPath(), at, 0);
    }

    /// <param name="isEntry">Whether it was read from the index; else it is what the table says should be there.</param>
    /// <param name="key">The digest of the table's key.</param>
    /// <param name="content">The digest of the entry.</param>
    /// <param name="keys">The attributes of both keys, as DynamoDB JSON.</param>
    public void Add(bool isEntry, UInt128 key, UInt128 content, ReadOnlySpan<byte> keys)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        head[0] = isEntry ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt128BigEndian(head[1..], key);
        BinaryPrimitives.WriteUInt128BigEndian(head[(1 + DigestBytes)..], content);
        BinaryPrimitives.WriteInt32BigEndian(head[(1 + (2 * DigestBytes))..], keys.Length);
        partitions[(int)((ulong)key % (ulong)partitions.Length)].Add(head, keys);
    }

    /// <summary>What has no equal on the other side.</summary>
    public IEnumerable<LedgerMismatch> Mismatches(CancellationToken cancellationToken)
    {
        foreach (var partition in partitions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (expected, entries) = Read(partition.ReadAll());
            foreach (var (key, item) in expected)
            {
                if (!entries.Remove(key, out var found))
                    yield return new LedgerMismatch(item.Keys.ToArray(), null);
                foreach (var entry in Chain(found).Where(entry => entry.Content != item.Content))
                    yield return new LedgerMismatch(item.Keys.ToArray(), entry.Keys.ToArray());
            }

            foreach (var entry in entries.Values.SelectMany(Chain))
                yield return new LedgerMismatch(null, entry.Keys.ToArray());
        }
    }

    public void Dispose()
    {
        foreach (var partition in partitions)
            partition.Dispose();
        if (folder.IsValueCreated)
            Directory.Delete(folder.Value, recursive: true);
    }

    /// <summary>
    /// An item that moved while it was scanned may be read twice, and an index may have two entries of it. Of items what was read last counts; of entries
    /// each does, so that one too many is looked at.
    /// </summary>
    private static (Dictionary<UInt128, Record> Expected, Dictionary<UInt128, Record> Entries) Read(ReadOnlyMemory<byte> bytes)
    {
        var (expected, entries) = (new Dictionary<UInt128, Record>(), new Dictionary<UInt128, Record>());
        for (var at = 0; at < bytes.Length;)
        {
            var head = bytes.Span[at..];
            var key = BinaryPrimitives.ReadUInt128BigEndian(head[1..]);
            var content = BinaryPrimitives.ReadUInt128BigEndian(head[(1 + DigestBytes)..]);
            var length = BinaryPrimitives.ReadInt32BigEndian(head[(1 + (2 * DigestBytes))..]);
            var keys = bytes.Slice(at + HeadBytes, length);
            if (head[0] == 0)
                expected[key] = new Record(content, keys, null);
            else if (!Chain(entries.GetValueOrDefault(key)).Any(entry => entry.Content == content))
                entries[key] = new Record(content, keys, entries.GetValueOrDefault(key));
            at += HeadBytes + length;
        }

        return (expected, entries);
    }

    private static IEnumerable<Record> Chain(Record? record)
    {
        for (; record is not null; record = record.Before)
            yield return record;
    }

    private sealed record Record(UInt128 Content, ReadOnlyMemory<byte> Keys, Record? Before);
}

/// <summary>The keys of an item and of its entry, as they were seen; one of them may be missing.</summary>
internal sealed record LedgerMismatch(byte[]? Item, byte[]? Entry)
{
    public byte[] Any => Item ?? Entry!;
}
