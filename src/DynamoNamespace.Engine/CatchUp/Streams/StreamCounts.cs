namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>How many records were read, counted from any thread.</summary>
internal sealed class StreamCounts
{
    private long read;
    private long skipped;

    public long Read => Interlocked.Read(ref read);

    public long Skipped => Interlocked.Read(ref skipped);

    public void Add(int newlyRead, int newlySkipped)
    {
        Interlocked.Add(ref read, newlyRead);
        Interlocked.Add(ref skipped, newlySkipped);
    }
}
