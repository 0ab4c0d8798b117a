using System.Text.Json;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>
/// Hands out the segments of a scan and knows how far each is durably done. Counts and records come in page by page, so that what a
/// checkpoint says was counted is exactly what was counted before the keys that it holds. Safe for many threads.
/// </summary>
internal sealed class ScanProgress
{
    private readonly Dictionary<int, SegmentProgress> open = [];
    private readonly Queue<SegmentProgress> resumed = new();
    private readonly Tally tally;
    private readonly NameCounts families;
    private readonly NameCounts unknownNamespaces = new(static _ => false, Verification.DdbMigrationCheck.MaximumNamespaceIds);
    private List<byte[]> records = [];
    private int nextSegment;

    /// <param name="totalSegments">Segments of a new scan.</param>
    /// <param name="isKnownFamily">Families that are counted by name however many there are.</param>
    /// <param name="checkpoint">Where to go on; null for a new scan.</param>
    public ScanProgress(int totalSegments, Func<string, bool> isKnownFamily, Checkpoint? checkpoint)
    {
        families = new NameCounts(isKnownFamily);
        TotalSegments = totalSegments;
        tally = new Tally();
        if (checkpoint?.Scan is not { } scan)
            return;
        TotalSegments = scan.TotalSegments;
        tally = Tally.From(checkpoint.Counts);
        families.Add(checkpoint.Families);
        unknownNamespaces.Add(checkpoint.UnknownNamespaces);
        nextSegment = scan.NextSegment;
        foreach (var segment in scan.Open)
        {
            var key = segment.StartKey is { } json ? JsonSerializer.SerializeToUtf8Bytes(json) : null;
            open[segment.Segment] = new SegmentProgress(this, segment.Segment, key);
            resumed.Enqueue(open[segment.Segment]);
        }
    }

    public object Gate { get; } = new();

    public int TotalSegments { get; }

    /// <summary>Hears of each page that is done and of its segment, one at a time.</summary>
    public Action<int, PageProgress>? WhenPageDone { get; init; }

    /// <summary>Whether every segment is durably done.</summary>
    public bool IsDone
    {
        get
        {
            lock (Gate)
                return nextSegment >= TotalSegments && open.Count == 0;
        }
    }

    /// <summary>The next segment to scan, those that were under way first; null where there are no more.</summary>
    public SegmentProgress? TakeSegment()
    {
        lock (Gate)
        {
            if (resumed.TryDequeue(out var segment))
                return segment;
            if (nextSegment >= TotalSegments)
                return null;
            segment = new SegmentProgress(this, nextSegment++, null);
            open[segment.Segment] = segment;
            return segment;
        }
    }

    public void Advance(SegmentProgress segment)
    {
        lock (Gate)
        {
            if (segment.TakeSettled(page => Fold(segment.Segment, page)))
                open.Remove(segment.Segment);
        }
    }

    /// <summary>Where the scan stands, and the records that came in since the last call.</summary>
    public ScanSnapshot Take()
    {
        lock (Gate)
        {
            var taken = records;
            records = [];
            var counts = new Tally();
            counts.Add(tally);
            var named = new NameCounts(static _ => true);
            named.Add(families.ToDictionary());
            foreach (var segment in open.Values)
                segment.AddGone(counts, named);
            var state = new ScanState(TotalSegments, nextSegment, [.. open.Values.OrderBy(segment => segment.Segment).Select(ToOpen)]);
            return new ScanSnapshot(state, counts.ToDictionary(), named.ToDictionary(), unknownNamespaces.ToDictionary(), taken);
        }
    }

    private void Fold(int segment, PageProgress page)
    {
        tally.Add(page.Tally);
        families.Add(page.Families);
        unknownNamespaces.Add(page.UnknownNamespaces);
        records.AddRange(page.Records);
        WhenPageDone?.Invoke(segment, page);
    }

    private static OpenSegment ToOpen(SegmentProgress segment)
    {
        if (segment.StartKey is null)
            return new OpenSegment(segment.Segment, null);
        using var json = JsonDocument.Parse(segment.StartKey, new JsonDocumentOptions { MaxDepth = 256 });
        return new OpenSegment(segment.Segment, json.RootElement.Clone());
    }
}

/// <summary>Where a scan durably stands.</summary>
/// <param name="State">Its segments.</param>
/// <param name="Counts">What the pages before counted.</param>
/// <param name="Families">Their candidates by family.</param>
/// <param name="UnknownNamespaces">Their items of unknown namespaces by ID.</param>
/// <param name="Records">What they recorded since the snapshot before.</param>
internal sealed record ScanSnapshot(
    ScanState State,
    IReadOnlyDictionary<string, long> Counts,
    IReadOnlyDictionary<string, long> Families,
    IReadOnlyDictionary<string, long> UnknownNamespaces,
    IReadOnlyList<byte[]> Records);
