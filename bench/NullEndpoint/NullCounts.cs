namespace DynamoNamespace.Bench.NullEndpoint;

/// <summary>What the endpoint has seen: a measurement counts only if it agrees with what the client says.</summary>
internal sealed class NullCounts
{
    private long requests;
    private long reads;
    private long writes;

    public void CountRequest() => Interlocked.Increment(ref requests);

    public void CountReads(int items) => Interlocked.Add(ref reads, items);

    public void CountWrites(int items) => Interlocked.Add(ref writes, items);

    public ServedCounts Snapshot() => new(Interlocked.Read(ref requests), Interlocked.Read(ref reads), Interlocked.Read(ref writes));
}

/// <param name="Requests">HTTP requests answered.</param>
/// <param name="Reads">Items given by scans.</param>
/// <param name="Writes">Puts and statements taken.</param>
internal sealed record ServedCounts(long Requests, long Reads, long Writes)
{
    public static ServedCounts operator -(ServedCounts left, ServedCounts right) =>
        new(left.Requests - right.Requests, left.Reads - right.Reads, left.Writes - right.Writes);
}
