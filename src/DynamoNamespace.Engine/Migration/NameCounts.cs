using System.Collections.Concurrent;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Counts by name, such as candidates by family. Beyond a number of names the rest is counted as one, so that memory does not grow with the table.</summary>
/// <param name="isAlwaysNamed">Names that are kept apart however many there are.</param>
/// <param name="maximum">How many names are kept apart beside those.</param>
internal sealed class NameCounts(Func<string, bool> isAlwaysNamed, int maximum = NameCounts.DefaultMaximum)
{
    /// <summary>Where the names beyond the maximum are counted.</summary>
    public const string Other = "(other)";

    private const int DefaultMaximum = 100;

    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> ToDictionary() => new(counts, StringComparer.Ordinal);

    public void Add(string name, long more = 1)
    {
        if (!counts.ContainsKey(name) && counts.Count >= maximum && !isAlwaysNamed(name))
            name = Other;
        counts.AddOrUpdate(name, static (_, more) => more, static (_, count, more) => count + more, more);
    }

    public void Add(IReadOnlyDictionary<string, long> more)
    {
        foreach (var (name, count) in more)
            Add(name, count);
    }
}
