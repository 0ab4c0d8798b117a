using System.Buffers.Binary;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>What the journal says last of a copy.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Content">The digest of what the old item mapped to.</param>
/// <param name="Original">The old item in DynamoDB JSON, where the mapping alone does not tell it; empty elsewhere.</param>
internal sealed record JournalEntry(JournalEntryKind Kind, UInt128 Content, byte[] Original);

/// <summary>
/// Finds a journal's entries by the digest of the new key. The index is a hash table in a temporary file, so that memory does not grow with
/// the journal; what is appended to the journal meanwhile is taken in. Safe for many threads.
/// </summary>
internal sealed class JournalIndex : IDisposable
{
    private const int SlotBytes = 16 + sizeof(long);
    private const long MinimumSlots = 1024;

    private readonly object gate = new();
    private readonly string journalPath;
    private FileStream slots;
    private long slotCount;
    private long entries;
    private FileStream? journal;
    private long read;

    public JournalIndex(string journalPath)
    {
        this.journalPath = journalPath;
        slotCount = SlotsFor(File.Exists(journalPath) ? new FileInfo(journalPath).Length / DeletionJournal.HeadBytes : 0);
        slots = NewSlots(slotCount);
    }

    /// <summary>The last entry for a new key, or null. Looks at the journal as it is now.</summary>
    public JournalEntry? Find(UInt128 keyDigest)
    {
        lock (gate)
        {
            TakeIn();
            return FindOffset(keyDigest, out _) is { } offset && ReadEntry(offset) is { Kind: not JournalEntryKind.Kept } entry ? entry : null;
        }
    }

    public void Dispose()
    {
        slots.Dispose();
        journal?.Dispose();
    }

    private void TakeIn()
    {
        if (journal is null)
        {
            if (!File.Exists(journalPath))
                return;
            journal = new FileStream(journalPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        Span<byte> head = stackalloc byte[DeletionJournal.HeadBytes];
        var length = journal.Length;
        while (read + DeletionJournal.HeadBytes <= length)
        {
            journal.Position = read;
            journal.ReadExactly(head);
            var next = read + DeletionJournal.HeadBytes + BinaryPrimitives.ReadInt32BigEndian(head[33..]);
            if (next > length)
                return;
            Insert(BinaryPrimitives.ReadUInt128BigEndian(head[1..]), read);
            read = next;
        }
    }

    private void Insert(UInt128 key, long offset)
    {
        if (2 * (entries + 1) > slotCount)
            Grow();
        if (FindOffset(key, out var slot) is null)
            entries++;
        Write(slot, key, offset);
    }

    private void Write(long slot, UInt128 key, long offset)
    {
        Span<byte> bytes = stackalloc byte[SlotBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        // An empty slot is all zeros, so offsets are kept one higher.
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], offset + 1);
        RandomAccess.Write(slots.SafeFileHandle, bytes, slot * SlotBytes);
    }

    /// <summary>Where the journal has the key's last entry; <paramref name="slot"/> is the key's slot, or the free one that it would take.</summary>
    private long? FindOffset(UInt128 key, out long slot)
    {
        Span<byte> bytes = stackalloc byte[SlotBytes];
        for (slot = (long)((ulong)key % (ulong)slotCount); ; slot = (slot + 1) % slotCount)
        {
            RandomAccess.Read(slots.SafeFileHandle, bytes, slot * SlotBytes);
            var offset = BinaryPrimitives.ReadInt64BigEndian(bytes[16..]);
            if (offset == 0)
                return null;
            if (BinaryPrimitives.ReadUInt128BigEndian(bytes) == key)
                return offset - 1;
        }
    }

    private JournalEntry ReadEntry(long offset)
    {
        Span<byte> head = stackalloc byte[DeletionJournal.HeadBytes];
        journal!.Position = offset;
        journal.ReadExactly(head);
        var original = new byte[BinaryPrimitives.ReadInt32BigEndian(head[33..])];
        journal.ReadExactly(original);
        return new JournalEntry((JournalEntryKind)head[0], BinaryPrimitives.ReadUInt128BigEndian(head[17..]), original);
    }

    private void Grow()
    {
        var (old, oldCount) = (slots, slotCount);
        slotCount *= 2;
        slots = NewSlots(slotCount);
        Span<byte> bytes = stackalloc byte[SlotBytes];
        for (var index = 0L; index < oldCount; index++)
        {
            RandomAccess.Read(old.SafeFileHandle, bytes, index * SlotBytes);
            var offset = BinaryPrimitives.ReadInt64BigEndian(bytes[16..]);
            if (offset == 0)
                continue;
            var key = BinaryPrimitives.ReadUInt128BigEndian(bytes);
            FindOffset(key, out var slot);
            Write(slot, key, offset - 1);
        }

        old.Dispose();
    }

    private static long SlotsFor(long expected) => Math.Max(MinimumSlots, expected * 3);

    private static FileStream NewSlots(long count)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"ddbns-{Guid.NewGuid():n}.index"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        });
        file.SetLength(count * SlotBytes);
        return file;
    }
}
