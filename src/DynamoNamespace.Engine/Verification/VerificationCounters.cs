using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Verification;

/// <summary>What the verification has seen. What the scan finds goes to its page too; what the review finds is found anew when a run goes on.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Counters are fields so that Interlocked can reach them.")]
internal sealed class VerificationCounters(RunCounters counters, Action<DdbMigrationDifference>? onDifference)
{
    private const int MaximumExamples = 5;

    public long Missing;
    public long Different;
    public long Newer;
    public long Extra;
    public long Overlooked;

    private readonly NameCounts unknownIds = new(static _ => false, DdbMigrationCheck.MaximumNamespaceIds);
    private readonly ConcurrentDictionary<DdbDifferenceKind, ConcurrentQueue<DdbMigrationDifference>> examples = new();

    public long OldItems => counters[RunCount.Candidates];

    public long Expired => counters[RunCount.Skipped];

    public long NamespaceItems => counters[RunCount.NamespaceItems];

    public long Unmappable => counters[RunCount.Unmappable];

    public long WrongKeys => counters[RunCount.WrongKeys];

    public long UnknownNamespaceItems => counters[RunCount.UnknownNamespaceItems];

    public IReadOnlyDictionary<string, long> UnknownIds => unknownIds.ToDictionary();

    /// <summary>Takes over what the run had found when it was stopped.</summary>
    public void Resume(Checkpoint checkpoint, IEnumerable<DdbMigrationDifference> recorded)
    {
        counters.Resume(checkpoint, []);
        unknownIds.Add(checkpoint.UnknownNamespaces);
        foreach (var difference in recorded)
            Report(difference);
    }

    public void CountUnknownId(string id, PageProgress page)
    {
        counters.Count(RunCount.UnknownNamespaceItems, page);
        unknownIds.Add(id);
        page.UnknownNamespaces[id] = page.UnknownNamespaces.GetValueOrDefault(id) + 1;
    }

    /// <summary>Tells and records a difference that the scan found.</summary>
    public void Report(DdbMigrationDifference difference, PageProgress page)
    {
        page.AddRecord(RecordLog.Serialize(difference));
        Report(difference);
    }

    /// <summary>Tells a difference.</summary>
    public void Report(DdbMigrationDifference difference)
    {
        var queue = examples.GetOrAdd(difference.Kind, static _ => new());
        if (queue.Count < MaximumExamples)
            queue.Enqueue(difference);
        onDifference?.Invoke(difference);
    }

    /// <summary>The first differences of a kind, for a check's detail; null where there are none.</summary>
    public string? Examples(DdbDifferenceKind kind)
    {
        if (!examples.TryGetValue(kind, out var queue) || queue.IsEmpty)
            return null;
        return "For example " + string.Join("; ", queue.Take(MaximumExamples).Select(difference =>
            (difference.SourceKey ?? difference.TargetKey) + (difference.Attributes.Count > 0 ? $" ({string.Join(", ", difference.Attributes)})" : ""))) + ".";
    }
}
