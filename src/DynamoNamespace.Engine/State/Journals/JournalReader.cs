using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Journals;

/// <summary>
/// Finds a journal's entries by the digest of the new key. Entries are kept in temporary files, so that memory does not grow with the journal;
/// <see cref="RefreshAsync"/> reads on what has been appended meanwhile, by whichever process. Safe for many threads.
/// </summary>
internal sealed class JournalReader : IDisposable
{
    private readonly object gate = new();
    private readonly SemaphoreSlim refreshing = new(1);
    private readonly string name;
    private readonly IStateLog log;
    private readonly LogCursor cursor = new();
    private readonly JournalSpool spool = new();
    private readonly Dictionary<long, SettledMarks> settled = [];

    public JournalReader(IPlanState state, string name)
    {
        this.name = $"{name} in {state.Location}";
        log = state.Log(name);
    }

    /// <summary>Reads what was appended since the last call. What a process entered before it sent a request is found by whoever refreshes after the request was applied.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await refreshing.WaitAsync(cancellationToken);
        try
        {
            await foreach (var bytes in log.ReadAsync(cursor, cancellationToken))
                Take(bytes);
        }
        finally
        {
            refreshing.Release();
        }
    }

    /// <summary>The last entry for a new key that says that the migration did something; null where none does.</summary>
    public JournalEntry? Find(UInt128 keyDigest)
    {
        lock (gate)
            return spool.Find(keyDigest).FirstOrDefault() is { Kind: not (JournalEntryKind.Kept or JournalEntryKind.DeletedByClient or JournalEntryKind.PutBack) } entry ? entry : null;
    }

    /// <summary>All entries for a new key, the newest first.</summary>
    public IReadOnlyList<JournalEntry> FindAll(UInt128 keyDigest)
    {
        lock (gate)
            return [.. spool.Find(keyDigest)];
    }

    /// <summary>When it became known that the request of an entry had been answered: at the latest at this moment. Null while that is not known.</summary>
    public DateTimeOffset? AnsweredBy(JournalEntry entry)
    {
        lock (gate)
            return settled.TryGetValue(entry.Fence, out var marks) ? marks.FirstAtOrAfter(entry.Number) : null;
    }

    /// <summary>When a later lease first wrote to the journal, so that no process sends anything under an earlier one any more; null where none has.</summary>
    public DateTimeOffset? SucceededAt(long fence)
    {
        lock (gate)
            return settled.Where(marks => marks.Key > fence).Select(marks => (DateTimeOffset?)marks.Value.Begun).Min();
    }

    /// <summary>Every old item that the last entry of its key says was deleted, in DynamoDB JSON, for entries that hold it.</summary>
    public IEnumerable<byte[]> DeletedOriginals()
    {
        foreach (var (key, entry) in spool.All())
        {
            // An item may have been deleted, put back, and deleted again: the last entry counts.
            if (entry is { Kind: JournalEntryKind.Deleted, Original.Length: > 0 } && Find(key) is { } last && (last.Fence, last.Number) == (entry.Fence, entry.Number))
                yield return entry.Original;
        }
    }

    public void Dispose()
    {
        spool.Dispose();
        refreshing.Dispose();
    }

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        lock (gate)
        {
            try
            {
                JournalBlock.Read(
                    bytes.Span,
                    (fence, number, at) => MarksOf(fence).Add(number, at),
                    (key, entry) => spool.Add(key, entry));
            }
            catch (FormatException error)
            {
                throw new DdbException("JournalUnreadable", DdbErrorKind.InvalidState, name,
                    $"The journal {name} cannot be read: {error.Message}. Nothing was changed. Use the version of this module that wrote it.", error);
            }
        }
    }

    private SettledMarks MarksOf(long fence)
    {
        if (!settled.TryGetValue(fence, out var marks))
            settled[fence] = marks = new SettledMarks();
        return marks;
    }

    /// <summary>When a lease's holder told how far its requests had been answered.</summary>
    private sealed class SettledMarks
    {
        private readonly List<(long Number, DateTimeOffset At)> marks = [];

        /// <summary>When it first wrote.</summary>
        public DateTimeOffset Begun { get; private set; } = DateTimeOffset.MaxValue;

        public void Add(long number, DateTimeOffset at)
        {
            if (at < Begun)
                Begun = at;
            if (number > (marks.Count == 0 ? 0 : marks[^1].Number))
                marks.Add((number, at));
        }

        public DateTimeOffset? FirstAtOrAfter(long number)
        {
            var (low, high) = (0, marks.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (marks[middle].Number >= number)
                    high = middle;
                else
                    low = middle + 1;
            }

            return low < marks.Count ? marks[low].At : null;
        }
    }
}
