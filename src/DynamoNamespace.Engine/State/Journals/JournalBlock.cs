using System.Buffers.Binary;

namespace DynamoNamespace.Engine.State.Journals;

/// <summary>
/// What one append writes to a journal: a head of fixed length, then its entries. The head says how far the requests of earlier entries have been answered,
/// so that a reader knows when the window in which a delete can have been applied was closed.
/// </summary>
internal sealed class JournalBlock
{
    private const byte Version = 1;
    private const int HeadBytes = 1 + (4 * sizeof(long)) + sizeof(int);
    private const int EntryBytes = 1 + (2 * 16);
    private const int LengthBytes = sizeof(int);

    /// <summary>Marks an entry that an old item follows: most have none, and 25 of those fit into one write unit.</summary>
    private const byte HasOriginal = 0x80;

    private readonly MemoryStream entries = new();
    private int count;

    public int Count => count;

    public long Length => HeadBytes + entries.Length;

    /// <summary>How long a block with one more entry would be.</summary>
    public long LengthWith(int originalBytes) => Length + EntryBytes + LengthBytes + originalBytes;

    public void Add(JournalEntryKind kind, UInt128 key, UInt128 content, ReadOnlySpan<byte> original)
    {
        Span<byte> head = stackalloc byte[EntryBytes + LengthBytes];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteUInt128BigEndian(head[1..], key);
        BinaryPrimitives.WriteUInt128BigEndian(head[17..], content);
        if (original.Length > 0)
        {
            head[0] |= HasOriginal;
            BinaryPrimitives.WriteInt32BigEndian(head[EntryBytes..], original.Length);
        }

        entries.Write(original.Length > 0 ? head : head[..EntryBytes]);
        entries.Write(original);
        count++;
    }

    /// <param name="fence">The fencing token of the lease that it is written under.</param>
    /// <param name="first">The number of its first entry.</param>
    /// <param name="writtenAt">The time.</param>
    /// <param name="settled">Every entry up to this number has had its answer.</param>
    public byte[] ToArray(long fence, long first, DateTimeOffset writtenAt, long settled)
    {
        var bytes = new byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), fence);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(9), first);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(17), writtenAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(25), settled);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(33), count);
        entries.ToArray().CopyTo(bytes, HeadBytes);
        return bytes;
    }

    /// <summary>Reads a block.</summary>
    /// <param name="bytes">What one append wrote.</param>
    /// <param name="settled">Takes the head: fence, the number up to which entries are answered, and the time.</param>
    /// <param name="entry">Takes each entry and the digest of its key.</param>
    /// <exception cref="FormatException">It is not a block that this version can read.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, Action<long, long, DateTimeOffset> settled, Action<UInt128, JournalEntry> entry)
    {
        if (bytes.Length < HeadBytes || bytes[0] != Version)
            throw new FormatException("it is not a journal of this version");
        var fence = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        var number = BinaryPrimitives.ReadInt64BigEndian(bytes[9..]);
        var writtenAt = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes[17..]));
        settled(fence, BinaryPrimitives.ReadInt64BigEndian(bytes[25..]), writtenAt);
        var left = BinaryPrimitives.ReadInt32BigEndian(bytes[33..]);
        var rest = bytes[HeadBytes..];
        for (; left > 0; left--, number++)
        {
            if (rest.Length < EntryBytes)
                throw new FormatException("an entry is cut short");
            var kind = (JournalEntryKind)(rest[0] & ~HasOriginal);
            var (key, content) = (BinaryPrimitives.ReadUInt128BigEndian(rest[1..]), BinaryPrimitives.ReadUInt128BigEndian(rest[17..]));
            var original = ReadOriginal(ref rest);
            entry(key, new JournalEntry(kind, content, original, fence, number, writtenAt));
        }
    }

    private static byte[] ReadOriginal(ref ReadOnlySpan<byte> rest)
    {
        var hasOriginal = (rest[0] & HasOriginal) != 0;
        rest = rest[EntryBytes..];
        if (!hasOriginal)
            return [];
        var length = rest.Length < LengthBytes ? -1 : BinaryPrimitives.ReadInt32BigEndian(rest);
        if (length < 0 || rest.Length - LengthBytes < length)
            throw new FormatException("an entry is cut short");
        var original = rest.Slice(LengthBytes, length).ToArray();
        rest = rest[(LengthBytes + length)..];
        return original;
    }
}
