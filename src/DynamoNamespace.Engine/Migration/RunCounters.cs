using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>The counters of one run. Its memory does not grow with the table.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Counters are fields so that Interlocked can reach them.")]
internal sealed class RunCounters(FamilyReader families)
{
    /// <summary>Where unknown families beyond <see cref="MaximumFamilies"/> are counted.</summary>
    public const string OtherFamilies = "(other)";

    private const int MaximumFamilies = 100;
    private const int MaximumReports = 100;

    public long Scanned;
    public long Candidates;
    public long Written;
    public long ToWrite;
    public long AlreadyMigrated;
    public long Conflicts;
    public long Failed;
    public long Deleted;
    public long Kept;
    public long ToDelete;
    public long EstimatedWriteUnits;

    private readonly ConcurrentDictionary<string, FamilyCounter> byFamily = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<DdbItemReport> reports = new();

    public IReadOnlyList<DdbItemReport> Reports => [.. reports];

    public long Done => Volatile.Read(ref Written) + Volatile.Read(ref ToWrite) + Volatile.Read(ref AlreadyMigrated)
        + Volatile.Read(ref Deleted) + Volatile.Read(ref ToDelete);

    public long Troubled => Volatile.Read(ref Conflicts) + Volatile.Read(ref Failed) + Volatile.Read(ref Kept);

    public IReadOnlyList<DdbFamilyCount> Families =>
        [.. byFamily.Select(pair => new DdbFamilyCount(pair.Key, families.IsKnown(pair.Key), pair.Value.Read())).OrderBy(count => count.Family, StringComparer.Ordinal)];

    public IReadOnlyList<string> UnknownFamilies => [.. Families.Where(family => !family.IsKnown).Select(family => family.Family)];

    public void CountCandidate(string family)
    {
        Interlocked.Increment(ref Candidates);
        if (!byFamily.TryGetValue(family, out var counter))
        {
            var name = byFamily.Count < MaximumFamilies || families.IsKnown(family) ? family : OtherFamilies;
            counter = byFamily.GetOrAdd(name, static _ => new FamilyCounter());
        }

        counter.Increment();
    }

    /// <summary>Counts what a dry run found to be written.</summary>
    public void Plan(IReadOnlyCollection<MigratingItem> items, TableDescriptor table)
    {
        Interlocked.Add(ref ToWrite, items.Count);
        Interlocked.Add(ref EstimatedWriteUnits, items.Sum(item => WriteCost.Of(item.Mapped, table)));
    }

    /// <summary>Counts what a dry run found to be deleted.</summary>
    public void PlanDelete(IReadOnlyCollection<MigratingItem> items, TableDescriptor table)
    {
        Interlocked.Add(ref ToDelete, items.Count);
        Interlocked.Add(ref EstimatedWriteUnits, items.Sum(item => WriteCost.Of(item.Source, table)));
    }

    /// <summary>Takes over what the delete after a copy did; what it read and matched was counted by the copy.</summary>
    public void AddDelete(RunCounters delete)
    {
        Deleted = delete.Deleted;
        foreach (var report in delete.Reports)
            reports.Enqueue(report);
        Kept = delete.Kept;
        Failed += delete.Failed;
    }

    public void Report(DdbItemReport report)
    {
        switch (report.Reason)
        {
            case DdbItemReason.Conflict:
                Interlocked.Increment(ref Conflicts);
                break;
            case DdbItemReason.Failed:
                Interlocked.Increment(ref Failed);
                break;
            default:
                Interlocked.Increment(ref Kept);
                break;
        }

        if (reports.Count < MaximumReports)
            reports.Enqueue(report);
    }

    private sealed class FamilyCounter
    {
        private long value;

        public void Increment() => Interlocked.Increment(ref value);

        public long Read() => Interlocked.Read(ref value);
    }
}
