using System.Collections.Concurrent;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Journals;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>Who deleted an old item.</summary>
internal enum DeleteOrigin
{
    /// <summary>A client, or DynamoDB because the item had expired: its copy goes too.</summary>
    Client,

    /// <summary>The migration: its copy stays.</summary>
    Migration,

    /// <summary>The journal cannot tell: the copy stays, and a conflict is recorded.</summary>
    Unknown,
}

/// <summary>
/// Tells the migration's own deletes in a stream from those of clients, by the journal, which had each delete before it was sent. A delete of the migration
/// explains one record: in the time in which it can have been applied, of the item as it was read. What is not explained by any is a client's. Safe for many
/// threads.
/// </summary>
/// <param name="journal">The journal of deletions.</param>
/// <param name="isRunning">Whether a delete of the plan is running, on whichever machine.</param>
/// <param name="margin">What the times of records and entries may differ by: records have whole seconds, and clocks differ.</param>
/// <param name="time">The clock.</param>
internal sealed class OwnDeletes(JournalReader journal, Func<CancellationToken, Task<bool>> isRunning, TimeSpan margin, TimeProvider time)
{
    /// <summary>How often the journal is looked at again for an answer.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an answer is waited for while the delete is running.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Keys are remembered for so long after the last record of their own delete.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(UInt128 Key, long Fence, long Number), string> explained = new();
    private DateTimeOffset forgottenUntil;

    /// <summary>How long a request may arrive after it was sent.</summary>
    public TimeSpan LateRequestLimit { get; init; } = new StateTimings().LateRequests;

    /// <summary>Reads on what was entered since. To be called after records were read and before they are judged.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => journal.RefreshAsync(cancellationToken);

    /// <summary>
    /// Waits while records may be explained by deletes that have no answer yet: the delete is running, and its next entries or its checkpoint tell. A delete
    /// that was killed is not waited for.
    /// </summary>
    /// <param name="isOpen">Whether a record needs an answer that the journal does not have yet.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async Task WaitForAnswersAsync(Func<bool> isOpen, CancellationToken cancellationToken)
    {
        await journal.RefreshAsync(cancellationToken);
        var begun = time.GetTimestamp();
        while (isOpen() && time.GetElapsedTime(begun) < Patience)
        {
            var running = await isRunning(cancellationToken);
            if (running)
                await Task.Delay(Poll, time, cancellationToken);
            // What a delete that has ended by now told last is there, too.
            await journal.RefreshAsync(cancellationToken);
            if (!running)
                return;
        }
    }

    /// <summary>Whether a delete that has no answer yet may explain a record.</summary>
    public bool IsOpen(StreamRecord record, UInt128 key)
    {
        if (record.IsExpiry)
            return false;
        var hasOutcome = new HashSet<long>();
        foreach (var entry in journal.FindAll(key))
        {
            if (entry.Kind is not JournalEntryKind.Deleted)
                hasOutcome.Add(entry.Fence);
            else if (!hasOutcome.Remove(entry.Fence) && journal.AnsweredBy(entry) is null && record.CreatedAt >= entry.WrittenAt - margin)
                return true;
        }

        return false;
    }

    /// <param name="record">A record that says that the old item is gone.</param>
    /// <param name="key">The digest of the new key.</param>
    /// <param name="content">The digest of what the deleted item maps to.</param>
    public DeleteOrigin Judge(StreamRecord record, UInt128 key, UInt128 content)
    {
        if (record.IsExpiry)
            return DeleteOrigin.Client;
        Forget(record.CreatedAt);
        var isPossible = false;
        var outcomes = new Dictionary<long, JournalEntry>();
        foreach (var entry in journal.FindAll(key))
        {
            if (entry.Kind is not JournalEntryKind.Deleted)
            {
                // The newest stands first, so it is the outcome of the next older delete of its lease.
                outcomes[entry.Fence] = entry;
                continue;
            }

            outcomes.Remove(entry.Fence, out var outcome);
            switch (Explains(entry, outcome, record, content))
            {
                case true when explained.GetOrAdd((key, entry.Fence, entry.Number), record.SequenceNumber) == record.SequenceNumber:
                    return DeleteOrigin.Migration;
                case not false:
                    // It may be this record, or it has explained another one: the item was made again and deleted again within seconds.
                    isPossible = true;
                    break;
            }
        }

        return isPossible ? DeleteOrigin.Unknown : DeleteOrigin.Client;
    }

    /// <summary>Who deleted an item last that is gone, as far as the journal tells.</summary>
    /// <param name="key">The digest of the new key.</param>
    /// <param name="since">When a client is known to have changed or deleted it, so that only later deletes of the migration count.</param>
    public DeleteOrigin LastDeleter(UInt128 key, DateTimeOffset since)
    {
        if (journal.Find(key) is not { Kind: JournalEntryKind.Deleted or JournalEntryKind.Unsure } entry)
            return DeleteOrigin.Client;
        if (entry.WrittenAt > since + margin)
            return DeleteOrigin.Migration;
        var answered = entry.Kind is JournalEntryKind.Unsure ? null : journal.AnsweredBy(entry);
        return answered + margin < since ? DeleteOrigin.Client : DeleteOrigin.Unknown;
    }

    /// <returns>Null where it may and may not.</returns>
    private bool? Explains(JournalEntry delete, JournalEntry? outcome, StreamRecord record, UInt128 content)
    {
        if (outcome?.Kind is JournalEntryKind.Kept or JournalEntryKind.DeletedByClient)
            return false;
        var unsureAt = outcome?.Kind is JournalEntryKind.Unsure ? outcome.WrittenAt : (DateTimeOffset?)null;
        var answered = unsureAt is null ? journal.AnsweredBy(delete) : null;
        // A request without an answer was sent before its run ended, and may be late.
        var until = answered ?? (unsureAt ?? journal.SucceededAt(delete.Fence)) + LateRequestLimit;
        if (record.CreatedAt < delete.WrittenAt - margin || record.CreatedAt > until + margin)
            return false;
        if (outcome?.Kind is JournalEntryKind.PutBack)
            return true;
        if (answered is null)
            return null;
        // Its answer showed that it deleted just what was read.
        return delete.Content == content;
    }

    private void Forget(DateTimeOffset now)
    {
        if (now - forgottenUntil < Memory)
            return;
        forgottenUntil = now;
        foreach (var (delete, _) in explained)
        {
            if (journal.FindAll(delete.Key).All(entry => journal.AnsweredBy(entry) is { } answered && answered + Memory < now))
                explained.TryRemove(delete, out _);
        }
    }
}
