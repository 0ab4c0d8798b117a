namespace DynamoNamespace.Engine.Aws;

/// <summary>How many requests a connection has sent, how many of them again, and how often it was throttled.</summary>
internal sealed class RequestCounters
{
    private long requests;
    private long retries;
    private long throttled;

    /// <summary>What is done each time that something was throttled, on the thread that saw it, with the operation.</summary>
    public Action<string>? WhenThrottled { get; set; }

    /// <summary>HTTP requests sent, retries included.</summary>
    public long Requests => Interlocked.Read(ref requests);

    public long Retries => Interlocked.Read(ref retries);

    /// <summary>Throttled requests, and statements throttled on their own.</summary>
    public long Throttled => Interlocked.Read(ref throttled);

    public void CountRequest(bool isRetry)
    {
        Interlocked.Increment(ref requests);
        if (isRetry)
            Interlocked.Increment(ref retries);
    }

    public void CountRetry() => Interlocked.Increment(ref retries);

    public void CountThrottled(string operation)
    {
        Interlocked.Increment(ref throttled);
        WhenThrottled?.Invoke(operation);
    }
}
