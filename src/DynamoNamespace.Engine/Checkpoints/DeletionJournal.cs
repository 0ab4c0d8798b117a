using System.Buffers.Binary;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>What an entry of the journal says.</summary>
internal enum JournalEntryKind : byte
{
    /// <summary>The migration was about to delete the old item; its copy was the mapped item, or newer.</summary>
    Deleted = 1,

    /// <summary>The undo was about to put the old item back from a copy that a new client had changed.</summary>
    RestoredFromChanged = 2,

    /// <summary>The migration did not delete the old item after all.</summary>
    Kept = 3,

    /// <summary>The migration was about to change the item in place; the entry holds what stood there before.</summary>
    Updated = 4,
}

/// <summary>
/// A file that says which old items the migration deleted, each as the digests of its new key and of what it mapped to. The way back needs it to tell
/// copies from items that new clients made or changed, and catch-up to tell the migration's own deletes from those of clients. Entries are written before
/// the delete is sent, so an item without one was not deleted by the migration. Where the mapping overwrote an attribute, the entry holds the old item too.
/// </summary>
internal sealed class DeletionJournal : IDisposable
{
    public const int HeadBytes = 1 + (2 * 16) + sizeof(int);

    private readonly object gate = new();
    private readonly FileStream file;
    private readonly KeySchema key;
    private readonly CanonicalItem canonical = new();

    public DeletionJournal(string path, KeySchema key)
    {
        this.key = key;
        try
        {
            file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Position = CutToWholeEntries();
        }
        catch (Exception error) when (CheckpointFile.IsUnwritable(error))
        {
            throw CheckpointFile.NotWritable(path, error);
        }
    }

    /// <summary>Enters old items that are about to be deleted. They survive the end of this process when this returns.</summary>
    public void Add(IReadOnlyList<MigratingItem> items) => Append(() =>
    {
        foreach (var item in items)
            Write(JournalEntryKind.Deleted, item.Mapped, item.Rule.IsExactlyInvertible(item.Source) ? default : item.Source.Json);
    });

    /// <summary>Enters items that are about to be changed in place: the digests of their keys and of what is written, and what stood there before.</summary>
    public void AddUpdated(IReadOnlyList<(UInt128 Key, UInt128 Content, byte[] Before)> items) => Append(() =>
    {
        foreach (var (itemKey, content, before) in items)
            Write(JournalEntryKind.Updated, itemKey, content, before);
    });

    /// <summary>Takes an entry back: the old item was kept.</summary>
    public void AddKept(MigratingItem item) => Append(() => Write(JournalEntryKind.Kept, item.Mapped, default));

    /// <summary>Enters that an old item is about to be put back from a copy that is not what the migration made.</summary>
    public void AddRestoredFromChanged(Item copy) => Append(() => Write(JournalEntryKind.RestoredFromChanged, copy, default));

    /// <summary>Makes the entries survive the machine's end too, before a checkpoint moves past their items.</summary>
    public void Flush() => Guard(() => file.Flush(flushToDisk: true));

    public void Dispose() => CheckpointFile.Close(file);

    /// <summary>The length of the entry with this head, or null where it is the head of none.</summary>
    public static long? LengthOf(ReadOnlySpan<byte> head)
    {
        var original = BinaryPrimitives.ReadInt32BigEndian(head[(HeadBytes - sizeof(int))..]);
        return original >= 0 && Enum.IsDefined((JournalEntryKind)head[0]) ? HeadBytes + original : null;
    }

    private void Append(Action write) => Guard(() =>
    {
        write();
        file.Flush();
    });

    private void Guard(Action work)
    {
        lock (gate)
        {
            try
            {
                work();
            }
            catch (Exception error) when (CheckpointFile.IsUnwritable(error))
            {
                throw CheckpointFile.NotWritable(file.Name, error);
            }
        }
    }

    private void Write(JournalEntryKind kind, in Item mapped, ReadOnlySpan<byte> original) =>
        Write(kind, key.Digest(mapped, canonical), canonical.Digest(mapped), original);

    private void Write(JournalEntryKind kind, UInt128 itemKey, UInt128 content, ReadOnlySpan<byte> original)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteUInt128BigEndian(head[1..], itemKey);
        BinaryPrimitives.WriteUInt128BigEndian(head[17..], content);
        BinaryPrimitives.WriteInt32BigEndian(head[33..], original.Length);
        file.Write(head);
        file.Write(original);
    }

    /// <summary>A crash may have cut the last entry short, or left something else there; what it would have said was not done yet.</summary>
    private long CutToWholeEntries()
    {
        var whole = 0L;
        Span<byte> head = stackalloc byte[HeadBytes];
        while (whole + HeadBytes <= file.Length)
        {
            file.Position = whole;
            file.ReadExactly(head);
            if (LengthOf(head) is not { } length || whole + length > file.Length)
                break;
            whole += length;
        }

        file.SetLength(whole);
        return whole;
    }
}
