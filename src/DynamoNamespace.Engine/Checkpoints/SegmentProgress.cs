using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>A segment under way: its pages in the order in which they were read, and the key that everything before is done of.</summary>
internal sealed class SegmentProgress(ScanProgress scan, int segment, byte[]? startKey)
{
    private readonly Queue<PageProgress> pages = new();

    public int Segment => segment;

    /// <summary>Where the segment goes on if the run is resumed.</summary>
    public byte[]? StartKey { get; private set; } = startKey;

    /// <summary>Enters a page that was read; its own hold is for the caller to release once it has walked it.</summary>
    public PageProgress Begin(byte[]? nextKey)
    {
        var page = new PageProgress(nextKey, () => scan.Advance(this));
        lock (scan.Gate)
            pages.Enqueue(page);
        return page;
    }

    /// <summary>Adds what was put back and deleted of pages that are not done: when they are read again, there is nothing left to do of it and to count. Called under the scan's gate.</summary>
    public void AddGone(Tally counts, NameCounts families)
    {
        foreach (var page in pages)
        {
            var gone = page.Tally[RunCount.Deleted];
            counts.Add(RunCount.Deleted, gone);
            counts.Add(RunCount.Candidates, gone);
            counts.Add(RunCount.Scanned, gone);
            counts.Add(RunCount.Restored, page.Tally[RunCount.Restored]);
            counts.Add(page.DoneInPlace);
            families.Add(page.Gone.ToDictionary());
        }
    }

    /// <summary>Takes off the pages that are settled and have none before them that is not. Called under the scan's gate.</summary>
    /// <returns>Whether the segment is done.</returns>
    public bool TakeSettled(Action<PageProgress> fold)
    {
        while (pages.TryPeek(out var first) && first.IsSettled)
        {
            pages.Dequeue();
            fold(first);
            StartKey = first.NextKey;
            if (first.NextKey is null)
                return true;
        }

        return false;
    }
}
