using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>The live counters of a catch-up, and the records of its conflicts that wait to be made durable.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Counters are fields so that Interlocked can reach them.")]
internal sealed class CatchUpCounters
{
    private const int MaximumReports = 100;

    public long Changes;
    public long Written;
    public long Deleted;
    public long Expired;
    public long AlreadyApplied;
    public long Conflicts;
    public long Failed;

    private readonly ConcurrentQueue<DdbItemReport> reports = new();
    private readonly ConcurrentQueue<byte[]> records = new();
    private readonly long recordsBefore;

    public CatchUpCounters(CatchUpCounts? before)
    {
        if (before is null)
            return;
        recordsBefore = before.RecordsRead;
        (Changes, Written, Deleted, Expired) = (before.Changes, before.Written, before.Deleted, before.Expired);
        (AlreadyApplied, Conflicts, Failed) = (before.AlreadyApplied, before.Conflicts, before.Failed);
    }

    // An array, because PowerShell cannot look into what [.. ] makes of a read-only list by its place.
    public IReadOnlyList<DdbItemReport> Reports => reports.ToArray();

    public void Report(DdbItemReport report)
    {
        Interlocked.Increment(ref report.Reason == DdbItemReason.Conflict ? ref Conflicts : ref Failed);
        records.Enqueue(RecordLog.Serialize(report));
        if (reports.Count < MaximumReports)
            reports.Enqueue(report);
    }

    /// <summary>Takes out the records that came in since the last call.</summary>
    public IReadOnlyCollection<byte[]> TakeRecords()
    {
        var taken = new List<byte[]>();
        while (records.TryDequeue(out var record))
            taken.Add(record);
        return taken;
    }

    public CatchUpCounts ToCounts(long recordsRead) =>
        new(recordsBefore + recordsRead, Changes, Written, Deleted, Expired, AlreadyApplied, Conflicts, Failed);
}
