using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

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
    private readonly byte[] block = new byte[64 * 1024];
    private SafeFileHandle? journal;
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
            journal = File.OpenHandle(journalPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        // Not through a stream: its buffer would go on showing the cut-off entry of a delete that was killed, after the next delete has written over it.
        var length = RandomAccess.GetLength(journal);
        while (read + DeletionJournal.HeadBytes <= length && TakeInBlock(length))
        {
        }
    }

    /// <returns>Whether it held a whole entry.</returns>
    private bool TakeInBlock(long length)
    {
        var count = RandomAccess.Read(journal!, block, read);
        var taken = 0L;
        while (taken + DeletionJournal.HeadBytes <= count)
        {
            var head = block.AsSpan((int)taken, DeletionJournal.HeadBytes);
            if (DeletionJournal.LengthOf(head) is not { } entry || read + taken + entry > length)
                break;
            Insert(BinaryPrimitives.ReadUInt128BigEndian(head[1..]), read + taken);
            taken += entry;
        }

        read += taken;
        return taken > 0;
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
        ReadExactly(head, offset);
        var original = new byte[BinaryPrimitives.ReadInt32BigEndian(head[33..])];
        ReadExactly(original, offset + DeletionJournal.HeadBytes);
        return new JournalEntry((JournalEntryKind)head[0], BinaryPrimitives.ReadUInt128BigEndian(head[17..]), original);
    }

    private void ReadExactly(Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var count = RandomAccess.Read(journal!, bytes, offset);
            if (count == 0)
                throw new EndOfStreamException($"The journal '{journalPath}' was cut while it was read.");
            bytes = bytes[count..];
            offset += count;
        }
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
