using System.Buffers.Binary;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State.Journals;

/// <summary>
/// Entries in a temporary file, and a hash table of their keys in another one. All entries of a key form a chain from the newest to the oldest. Both files go
/// with this object, or with the process.
/// </summary>
internal sealed class JournalSpool : IDisposable
{
    private const int SlotBytes = 16 + sizeof(long);
    private const int HeadBytes = (4 * sizeof(long)) + 1 + (2 * 16) + sizeof(int);
    private const long MinimumSlots = 1024;

    private readonly FileStream entries = NewFile("entries");
    private FileStream slots = NewFile("index");
    private long slotCount = MinimumSlots;
    private long keys;

    public JournalSpool() => slots.SetLength(slotCount * SlotBytes);

    public void Add(UInt128 key, JournalEntry entry)
    {
        if (2 * (keys + 1) > slotCount)
            Grow();
        var before = FindSlot(key, out var slot);
        if (before is null)
            keys++;
        var offset = entries.Length;
        Span<byte> head = stackalloc byte[HeadBytes];
        // Offsets are kept one higher, so that 0 is none.
        BinaryPrimitives.WriteInt64BigEndian(head, (before ?? -1) + 1);
        BinaryPrimitives.WriteInt64BigEndian(head[8..], entry.Fence);
        BinaryPrimitives.WriteInt64BigEndian(head[16..], entry.Number);
        BinaryPrimitives.WriteInt64BigEndian(head[24..], entry.WrittenAt.ToUnixTimeMilliseconds());
        head[32] = (byte)entry.Kind;
        BinaryPrimitives.WriteUInt128BigEndian(head[33..], key);
        BinaryPrimitives.WriteUInt128BigEndian(head[49..], entry.Content);
        BinaryPrimitives.WriteInt32BigEndian(head[65..], entry.Original.Length);
        entries.Position = offset;
        entries.Write(head);
        entries.Write(entry.Original);
        entries.Flush();
        WriteSlot(slot, key, offset);
    }

    /// <summary>The entries of a key, the newest first.</summary>
    public IEnumerable<JournalEntry> Find(UInt128 key)
    {
        for (var at = FindSlot(key, out _); at is { } offset;)
        {
            var (_, entry, before) = Read(offset);
            yield return entry;
            at = before;
        }
    }

    /// <summary>All entries, in the order in which they came.</summary>
    public IEnumerable<(UInt128 Key, JournalEntry Entry)> All()
    {
        for (var offset = 0L; offset < entries.Length;)
        {
            var (key, entry, _) = Read(offset);
            yield return (key, entry);
            offset += HeadBytes + entry.Original.Length;
        }
    }

    public void Dispose()
    {
        entries.Dispose();
        slots.Dispose();
    }

    private (UInt128 Key, JournalEntry Entry, long? Before) Read(long offset)
    {
        var head = new byte[HeadBytes];
        ReadExactly(entries, head, offset);
        var original = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(65))];
        ReadExactly(entries, original, offset + HeadBytes);
        var before = BinaryPrimitives.ReadInt64BigEndian(head) - 1;
        var entry = new JournalEntry(
            (JournalEntryKind)head[32], BinaryPrimitives.ReadUInt128BigEndian(head.AsSpan(49)), original,
            BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(8)), BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(16)),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(24))));
        return (BinaryPrimitives.ReadUInt128BigEndian(head.AsSpan(33)), entry, before < 0 ? null : before);
    }

    /// <summary>Where a key's newest entry stands; <paramref name="slot"/> is the key's slot, or the free one that it would take.</summary>
    private long? FindSlot(UInt128 key, out long slot)
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

    private void WriteSlot(long slot, UInt128 key, long offset)
    {
        Span<byte> bytes = stackalloc byte[SlotBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], offset + 1);
        RandomAccess.Write(slots.SafeFileHandle, bytes, slot * SlotBytes);
    }

    private void Grow()
    {
        var (old, oldCount) = (slots, slotCount);
        slotCount *= 2;
        slots = NewFile("index");
        slots.SetLength(slotCount * SlotBytes);
        Span<byte> bytes = stackalloc byte[SlotBytes];
        for (var index = 0L; index < oldCount; index++)
        {
            RandomAccess.Read(old.SafeFileHandle, bytes, index * SlotBytes);
            var offset = BinaryPrimitives.ReadInt64BigEndian(bytes[16..]);
            if (offset == 0)
                continue;
            var key = BinaryPrimitives.ReadUInt128BigEndian(bytes);
            FindSlot(key, out var slot);
            WriteSlot(slot, key, offset - 1);
        }

        old.Dispose();
    }

    private static void ReadExactly(FileStream file, byte[] bytes, long offset)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var count = RandomAccess.Read(file.SafeFileHandle, bytes.AsSpan(read), offset + read);
            if (count == 0)
                throw new EndOfStreamException("A temporary file of a journal was cut while it was read.");
            read += count;
        }
    }

    /// <summary>A file that only this user can read, and that goes however the process ends: it holds old items.</summary>
    private static FileStream NewFile(string what)
    {
        var path = Path.Combine(Path.GetTempPath(), $"ddbns-{Guid.NewGuid():n}.{what}");
        if (OperatingSystem.IsWindows())
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        var file = PrivateFile.Open(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        // Without a name it is there until its handle is closed.
        File.Delete(path);
        return file;
    }
}
