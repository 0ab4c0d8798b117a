using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace DynamoNamespace.Engine.Verification;

/// <summary>What the verification has seen.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Counters are fields so that Interlocked can reach them.")]
internal sealed class VerificationCounters(Action<DdbMigrationDifference>? onDifference)
{
    private const int MaximumNamespaceIds = 1000;
    private const int MaximumExamples = 5;

    public long OldItems;
    public long NamespaceItems;
    public long Missing;
    public long Different;
    public long Newer;
    public long Unmappable;
    public long WrongKeys;
    public long UnknownNamespaceItems;

    private readonly ConcurrentDictionary<string, long> unknownIds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<DdbDifferenceKind, ConcurrentQueue<DdbMigrationDifference>> examples = new();

    public IReadOnlyDictionary<string, long> UnknownIds => unknownIds;

    public void CountUnknownId(string id)
    {
        Interlocked.Increment(ref UnknownNamespaceItems);
        if (unknownIds.ContainsKey(id) || unknownIds.Count < MaximumNamespaceIds)
            unknownIds.AddOrUpdate(id, 1, static (_, count) => count + 1);
    }

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
