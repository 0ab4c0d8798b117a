using System.Globalization;

namespace DynamoNamespace.Engine.Plans;

/// <summary>How many items something holds of, and the first of them. Safe for many threads.</summary>
internal sealed class Finding
{
    private const int MaximumExamples = 3;

    private readonly List<string> examples = [];
    private long count;

    public long Count => Interlocked.Read(ref count);

    /// <summary>The first items, as a sentence; null where there are none.</summary>
    public string? Examples
    {
        get
        {
            lock (examples)
                return examples.Count == 0 ? null : (Count > examples.Count ? "First: " : "") + string.Join("; ", examples) + ".";
        }
    }

    public void Add(Func<string> describe)
    {
        if (Interlocked.Increment(ref count) > MaximumExamples)
            return;
        lock (examples)
            examples.Add(describe());
    }

    public string Of(string what) => string.Create(CultureInfo.InvariantCulture, $"{Count:N0} {what}");
}
