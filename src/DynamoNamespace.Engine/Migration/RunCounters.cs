using System.Collections.Concurrent;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Logging;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// The live counters of one run, beginning with what a run that was stopped had counted. Each count goes to its page as well, where the
/// checkpoint takes it from. Its memory does not grow with the table.
/// </summary>
internal sealed class RunCounters
{
    private const int MaximumReports = 100;

    private readonly FamilyReader reader;
    private readonly RunLog log;
    private readonly NameCounts families;
    private readonly Tally tally = new();
    private readonly ConcurrentQueue<DdbItemReport> reports = new();

    /// <param name="reader">Tells families.</param>
    /// <param name="log">Hears of items that need a look; null for nowhere.</param>
    public RunCounters(FamilyReader reader, RunLog? log = null)
    {
        this.reader = reader;
        this.log = log ?? RunLog.None;
        families = new NameCounts(reader.IsKnown);
    }

    // Arrays, because PowerShell cannot look into what [.. ] makes of a read-only list by its place.
    public IReadOnlyList<DdbItemReport> Reports => reports.ToArray();

    public long Done => this[RunCount.Written] + this[RunCount.ToWrite] + this[RunCount.AlreadyMigrated] + this[RunCount.Skipped]
        + this[RunCount.Deleted] + this[RunCount.ToDelete];

    public long Troubled => this[RunCount.Conflicts] + this[RunCount.Failed] + this[RunCount.Kept] + this[RunCount.Changed];

    public IReadOnlyList<DdbFamilyCount> Families =>
        families.ToDictionary().Select(pair => new DdbFamilyCount(pair.Key, reader.IsKnown(pair.Key), pair.Value)).ToArray();

    public IReadOnlyList<string> UnknownFamilies => Families.Where(family => !family.IsKnown).Select(family => family.Family).ToArray();

    public long this[RunCount count] => tally[count];

    /// <summary>Takes over what the run had counted and recorded when it was stopped.</summary>
    public void Resume(Checkpoint checkpoint, IEnumerable<DdbItemReport> recorded)
    {
        tally.Add(Tally.From(checkpoint.Counts));
        families.Add(checkpoint.Families);
        foreach (var report in recorded.Take(MaximumReports))
            reports.Enqueue(report);
    }

    public void Count(RunCount count, PageProgress? page, long more = 1)
    {
        tally.Add(count, more);
        page?.Tally.Add(count, more);
    }

    public void CountCandidate(string family, PageProgress page)
    {
        Count(RunCount.Candidates, page);
        families.Add(family);
        page.Families[family] = page.Families.GetValueOrDefault(family) + 1;
    }

    /// <summary>Says what became of an item: its page waits for it no longer.</summary>
    public void Settle(MigratingItem item, RunCount outcome)
    {
        Count(outcome, item.Page);
        if (outcome == RunCount.Deleted)
            item.Page.Gone.Add(reader.Read(item.Source));
        item.Page.Release();
    }

    /// <summary>Says that an item was changed in place: its page waits for it no longer.</summary>
    public void SettleInPlace(MigratingItem item, RunCount outcome)
    {
        item.Page.Gone.Add(reader.Read(item.Source));
        item.Page.DoneInPlace.Add(RunCount.Candidates);
        // What was restored is counted by itself there.
        if (outcome != RunCount.Restored)
            item.Page.DoneInPlace.Add(outcome);
        Count(outcome, item.Page);
        item.Page.Release();
    }

    /// <summary>Says that an item needs a look, which is recorded: its page waits for it no longer.</summary>
    public void Settle(MigratingItem item, DdbItemReport report)
    {
        Report(report, item.Page);
        item.Page.Release();
    }

    /// <summary>Counts and records an item that needs a look.</summary>
    public void Report(DdbItemReport report, PageProgress? page)
    {
        Count(CountOf(report.Reason), page);
        page?.AddRecord(RecordLog.Serialize(report));
        ItemEvent.Write(log, report);
        if (reports.Count < MaximumReports)
            reports.Enqueue(report);
    }

    /// <summary>Takes over what the delete after a copy did; what it read and matched was counted by the copy.</summary>
    public void AddDelete(RunCounters delete)
    {
        foreach (var count in new[] { RunCount.Deleted, RunCount.Kept, RunCount.Failed })
            tally.Add(count, delete[count]);
        foreach (var report in delete.Reports)
            reports.Enqueue(report);
    }

    /// <summary>Takes back a conflict that turned out to be none.</summary>
    public void TakeBackConflict(string sourceKey)
    {
        tally.Add(RunCount.Conflicts, -1);
        tally.Add(RunCount.AlreadyMigrated);
        var kept = reports.Where(report => !string.Equals(report.SourceKey, sourceKey, StringComparison.Ordinal)).ToList();
        reports.Clear();
        kept.ForEach(reports.Enqueue);
    }

    private static RunCount CountOf(DdbItemReason reason) => reason switch
    {
        DdbItemReason.Conflict => RunCount.Conflicts,
        DdbItemReason.Failed => RunCount.Failed,
        DdbItemReason.Changed => RunCount.Changed,
        _ => RunCount.Kept,
    };
}
