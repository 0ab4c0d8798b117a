namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>How many faults of each kind really happened.</summary>
public sealed class FaultCounts
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();
    private readonly int[] _counts = new int[Kinds.Length];

    public int this[FaultKind kind] => Volatile.Read(ref _counts[(int)kind]);

    public int Total => Kinds.Sum(kind => this[kind]);

    /// <summary>The kinds that did not happen: a test that says it withstands them has not shown it.</summary>
    public IReadOnlyList<FaultKind> Missing => Array.FindAll(Kinds, kind => this[kind] == 0);

    public void Add(FaultCounts other)
    {
        foreach (var kind in Kinds)
            Interlocked.Add(ref _counts[(int)kind], other[kind]);
    }

    public override string ToString() =>
        $"{Total} faults ({string.Join(", ", Kinds.Where(kind => this[kind] > 0).Select(kind => $"{kind} {this[kind]}"))})";

    internal void Count(FaultKind kind) => Interlocked.Increment(ref _counts[(int)kind]);
}
