using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>What a proof of one index has seen.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Counters are fields so that Interlocked can reach them.")]
internal sealed class IndexFindings(Action<DdbMigrationDifference>? onDifference)
{
    private const int MaximumExamples = 5;

    /// <summary>Items that are to be in the index.</summary>
    public long Expected;

    /// <summary>Items without its key.</summary>
    public long Without;

    /// <summary>Items whose key attributes have another type or size than the index takes.</summary>
    public long Unfit;

    /// <summary>Entries read.</summary>
    public long Entries;

    private readonly ConcurrentDictionary<DdbDifferenceKind, ConcurrentQueue<DdbMigrationDifference>> examples = new();
    private readonly ConcurrentDictionary<DdbDifferenceKind, long> counts = new();

    public long Differences => counts.Values.Sum();

    public long Count(DdbDifferenceKind kind) => counts.GetValueOrDefault(kind);

    public void Report(DdbMigrationDifference difference)
    {
        counts.AddOrUpdate(difference.Kind, 1, static (_, count) => count + 1);
        var queue = examples.GetOrAdd(difference.Kind, static _ => new());
        if (queue.Count < MaximumExamples)
            queue.Enqueue(difference);
        onDifference?.Invoke(difference);
    }

    /// <summary>The first differences of these kinds, for a check's detail; null where there are none.</summary>
    public string? Examples(params DdbDifferenceKind[] kinds)
    {
        var shown = kinds.SelectMany(kind => examples.GetValueOrDefault(kind) ?? []).Take(MaximumExamples).Select(difference =>
            (difference.SourceKey ?? difference.TargetKey) + (difference.Attributes.Count > 0 ? $" ({string.Join(", ", difference.Attributes)})" : "")).ToList();
        return shown.Count == 0 ? null : $"For example {string.Join("; ", shown)}.";
    }
}
