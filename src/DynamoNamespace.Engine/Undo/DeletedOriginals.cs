using System.Buffers.Binary;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.Undo;

/// <summary>Reads from a journal the old items that a migration deleted, as they were. A mapping without an inverse has them all entered.</summary>
internal static class DeletedOriginals
{
    /// <summary>Each deleted old item once, in DynamoDB JSON; those that were kept after all are left out.</summary>
    public static IEnumerable<byte[]> Read(string path, JournalIndex index)
    {
        if (!File.Exists(path))
            yield break;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[DeletionJournal.HeadBytes];
        while (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && DeletionJournal.LengthOf(head) is { } length)
        {
            var original = new byte[length - head.Length];
            // A crash cut the last entry short: what it would have said was not done.
            if (file.ReadAtLeast(original, original.Length, throwOnEndOfStream: false) < original.Length)
                yield break;
            // An item may have been deleted, put back, and deleted again: the last entry counts.
            var last = index.Find(BinaryPrimitives.ReadUInt128BigEndian(head.AsSpan(1)));
            if (original.Length > 0 && last is { Kind: JournalEntryKind.Deleted } && last.Original.AsSpan().SequenceEqual(original))
                yield return original;
        }
    }
}
