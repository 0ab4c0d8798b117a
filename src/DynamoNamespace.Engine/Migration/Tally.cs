namespace DynamoNamespace.Engine.Migration;

/// <summary>The counts of a page, or of a run. Safe for many threads.</summary>
internal sealed class Tally
{
    private static readonly RunCount[] All = Enum.GetValues<RunCount>();

    private readonly long[] counts = new long[All.Length];

    public long this[RunCount count] => Volatile.Read(ref counts[(int)count]);

    public void Add(RunCount count, long more = 1) => Interlocked.Add(ref counts[(int)count], more);

    public void Add(Tally other)
    {
        foreach (var count in All)
        {
            if (other[count] is not 0 and var more)
                Add(count, more);
        }
    }

    /// <summary>The counts that are not 0, as a checkpoint holds them.</summary>
    public SortedDictionary<string, long> ToDictionary()
    {
        var named = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var count in All)
        {
            if (this[count] != 0)
                named[count.ToString()] = this[count];
        }

        return named;
    }

    public static Tally From(IReadOnlyDictionary<string, long> named)
    {
        var tally = new Tally();
        foreach (var (name, value) in named)
        {
            if (Enum.TryParse<RunCount>(name, out var count))
                tally.Add(count, value);
        }

        return tally;
    }
}
