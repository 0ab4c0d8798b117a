using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.State.Journals;

/// <summary>
/// Writes a journal under one lease. Entries are durable before the request that they are about is sent. Callers that wait at the same time share one append,
/// so that a busy delete writes few large ones. Safe for many threads.
/// </summary>
internal sealed class JournalWriter(IStateLog log, ILease lease, KeySchema key, TimeProvider time) : ICheckpointParticipant
{
    private readonly object gate = new();
    private readonly SemaphoreSlim appending = new(1);
    private readonly SortedSet<long> open = [];
    private readonly CanonicalItem canonical = new();
    // The newest block, and the oldest one that is not being appended yet.
    private Pending pending = new();
    private Pending? first;
    // The last entry, the last one that is appended, and how far readers were told that requests have been answered.
    private long last;
    private long appended;
    private long told;

    /// <summary>Enters old items that are about to be deleted.</summary>
    /// <returns>The items, each with the number of its entry.</returns>
    public async Task<List<MigratingItem>> AddAsync(IReadOnlyList<MigratingItem> items, CancellationToken cancellationToken)
    {
        var waits = new List<Task>();
        var numbered = items.Select(item => item with { JournalEntry = Enter(item, waits) }).ToList();
        await FlushAsync(waits, cancellationToken);
        return numbered;
    }

    /// <summary>Enters items that are about to be changed in place: the digests of their keys and of what is written, and what stood there before.</summary>
    public async Task AddUpdatedAsync(IReadOnlyList<(UInt128 Key, UInt128 Content, byte[] Before)> items, CancellationToken cancellationToken)
    {
        var waits = new List<Task>();
        foreach (var (itemKey, content, before) in items)
            Enter(JournalEntryKind.Updated, itemKey, content, before, isOpen: false, waits);
        await FlushAsync(waits, cancellationToken);
    }

    /// <summary>Enters what is known of an item now, which an earlier entry was about.</summary>
    public async Task AddAsync(JournalEntryKind kind, Item mapped, CancellationToken cancellationToken)
    {
        var waits = new List<Task>();
        Enter(kind, mapped, default, isOpen: false, waits);
        await FlushAsync(waits, cancellationToken);
    }

    /// <summary>Says that the request of an entry has had its answer, and what else had to be entered about it is.</summary>
    public void Settle(long number)
    {
        lock (gate)
            open.Remove(number);
    }

    /// <summary>Tells readers how far requests have been answered, if that has changed since they were told.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!IsTold)
            await AppendAsync(null, cancellationToken);
    }

    public async Task<Checkpoint> CompleteAsync(Checkpoint next, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return next;
    }

    private long Settled => open.Count == 0 ? last : open.Min - 1;

    private bool IsTold
    {
        get
        {
            lock (gate)
                return pending.Block.Count == 0 && Settled == told;
        }
    }

    private long Enter(MigratingItem item, List<Task> waits) => Enter(
        JournalEntryKind.Deleted, item.Mapped, item.Rule.IsExactlyInvertible(item.Source) ? default : item.Source.Json, isOpen: true, waits);

    private long Enter(JournalEntryKind kind, in Item mapped, ReadOnlySpan<byte> original, bool isOpen, List<Task> waits)
    {
        lock (gate)
            return Enter(kind, key.Digest(mapped, canonical), canonical.Digest(mapped), original, isOpen, waits);
    }

    private long Enter(JournalEntryKind kind, UInt128 itemKey, UInt128 content, ReadOnlySpan<byte> original, bool isOpen, List<Task> waits)
    {
        lock (gate)
        {
            if (pending.Block.Count > 0 && pending.Block.LengthWith(original.Length) > StateLimits.MaximumAppend)
                pending = pending.Next = new Pending();
            pending.Block.Add(kind, itemKey, content, original);
            last++;
            if (isOpen)
                open.Add(last);
            if (waits.Count == 0 || waits[^1] != pending.Written.Task)
                waits.Add(pending.Written.Task);
            first ??= pending;
            return last;
        }
    }

    private async Task FlushAsync(List<Task> waits, CancellationToken cancellationToken)
    {
        foreach (var wait in waits)
        {
            while (!wait.IsCompleted)
                await AppendAsync(wait, cancellationToken);
            await wait;
        }
    }

    /// <summary>
    /// Appends the oldest block that waits, or only how far requests have been answered; nothing if whoever had the turn before has done it.
    /// </summary>
    /// <param name="wait">Ends with the block that the caller waits for; null for all that there is to tell.</param>
    /// <param name="cancellationToken">Stops the waiting for a turn.</param>
    private async Task AppendAsync(Task? wait, CancellationToken cancellationToken)
    {
        await appending.WaitAsync(cancellationToken);
        try
        {
            Pending block;
            byte[] bytes;
            long settled;
            lock (gate)
            {
                if (wait?.IsCompleted ?? IsTold)
                    return;
                block = first ?? new Pending();
                first = block.Next;
                if (ReferenceEquals(block, pending))
                    pending = new Pending();
                settled = Math.Min(Settled, appended);
                bytes = block.Block.ToArray(lease.Holder.Fence, appended + 1, time.GetUtcNow(), settled);
                appended += block.Block.Count;
            }

            try
            {
                // Once taken, the block is written whatever becomes of this caller: others wait for it too.
                await log.AppendAsync(bytes, lease, CancellationToken.None);
                lock (gate)
                    told = settled;
                block.Written.SetResult();
            }
            catch (Exception error)
            {
                block.Written.SetException(error);
                _ = block.Written.Task.Exception;
                throw;
            }
        }
        finally
        {
            appending.Release();
        }
    }

    /// <summary>Entries that wait for their append, and who waits for them.</summary>
    private sealed class Pending
    {
        public JournalBlock Block { get; } = new();

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Pending? Next { get; set; }
    }
}
