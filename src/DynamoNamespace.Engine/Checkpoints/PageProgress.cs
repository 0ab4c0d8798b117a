using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>
/// A scanned page on its way: what it counted, what it recorded, and how many of its items are not settled yet. Only when
/// each is written, found identical, or recorded, the checkpoint may move past the page. Safe for many threads.
/// </summary>
internal sealed class PageProgress(byte[]? nextKey, Action onSettled)
{
    private readonly object gate = new();
    private readonly List<byte[]> records = [];
    // The page holds itself until it has been walked to its end.
    private int holds = 1;

    /// <summary>The key that the next page begins after; null on a segment's last page.</summary>
    public byte[]? NextKey => nextKey;

    public Tally Tally { get; } = new();

    /// <summary>Candidates by family. Only the task that walks the page writes here, before it lets go of it.</summary>
    public Dictionary<string, long> Families { get; } = new(StringComparer.Ordinal);

    /// <summary>Items of unknown namespaces by ID, likewise.</summary>
    public Dictionary<string, long> UnknownNamespaces { get; } = new(StringComparer.Ordinal);

    /// <summary>What reading the page consumed.</summary>
    public double ReadUnits { get; set; }

    /// <summary>Items that were deleted, by family: when the page is read again, they are not there to be counted.</summary>
    public NameCounts Gone { get; } = new(static _ => true);

    /// <summary>Items that were changed in place, by what they are counted as: when the page is read again, they are there, but no candidates.</summary>
    public Tally DoneInPlace { get; } = new();

    public bool IsSettled => Volatile.Read(ref holds) == 0;

    public IReadOnlyList<byte[]> Records
    {
        get
        {
            lock (gate)
                return [.. records];
        }
    }

    public void AddRecord(byte[] record)
    {
        lock (gate)
            records.Add(record);
    }

    /// <summary>One more item that has to be settled first.</summary>
    public void Hold() => Interlocked.Increment(ref holds);

    public void Release()
    {
        if (Interlocked.Decrement(ref holds) == 0)
            onSettled();
    }
}
