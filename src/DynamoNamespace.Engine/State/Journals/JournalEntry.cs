namespace DynamoNamespace.Engine.State.Journals;

/// <summary>What an entry of a journal says.</summary>
internal enum JournalEntryKind : byte
{
    /// <summary>The migration is about to delete the old item; its copy is the mapped item, or newer.</summary>
    Deleted = 1,

    /// <summary>The undo is about to put the old item back from a copy that a new client has changed.</summary>
    RestoredFromChanged = 2,

    /// <summary>The migration did not delete the old item after all: it had changed.</summary>
    Kept = 3,

    /// <summary>The migration is about to change the item in place; the entry holds what stood there before.</summary>
    Updated = 4,

    /// <summary>Every answer to the migration's delete says that it was not applied, and the old item is gone: a client deleted it.</summary>
    DeletedByClient = 5,

    /// <summary>The old item is gone, and an answer to the migration's delete was lost: the migration or a client deleted it.</summary>
    Unsure = 6,

    /// <summary>The migration deleted an old item that had changed, and put it back.</summary>
    PutBack = 7,
}

/// <summary>An entry of a journal.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Content">The digest of what the old item maps to, or of what was written in place.</param>
/// <param name="Original">The old item in DynamoDB JSON, where the mapping alone does not tell it; empty elsewhere.</param>
/// <param name="Fence">The fencing token of the lease that it was written under.</param>
/// <param name="Number">Its number among the entries of that lease, from 1.</param>
/// <param name="WrittenAt">When it was written, in UTC: before the request that it is about was sent.</param>
internal sealed record JournalEntry(JournalEntryKind Kind, UInt128 Content, byte[] Original, long Fence, long Number, DateTimeOffset WrittenAt);
