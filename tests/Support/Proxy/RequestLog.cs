using System.Collections.Concurrent;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>What passed through a proxy.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    private readonly object _concurrency = new();
    private int _total;
    private int _underWay;
    private int _peak;

    /// <summary>Whether requests are kept with their bodies.</summary>
    public bool KeepRequests { get; set; }

    public int Total => Volatile.Read(ref _total);

    public IReadOnlyDictionary<string, int> Counts => new Dictionary<string, int>(_counts, StringComparer.Ordinal);

    /// <summary>The requests kept, in the order in which they came.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => [.. _requests];

    /// <summary>The most requests that were under way at one time.</summary>
    public int PeakConcurrency
    {
        get
        {
            lock (_concurrency)
                return _peak;
        }
    }

    /// <summary>The requests that have come and are not answered yet.</summary>
    public int UnderWay
    {
        get
        {
            lock (_concurrency)
                return _underWay;
        }
    }

    public int Count(string operation) => _counts.GetValueOrDefault(operation);

    public void Clear()
    {
        _counts.Clear();
        _requests.Clear();
        Volatile.Write(ref _total, 0);
        lock (_concurrency)
            _peak = _underWay;
    }

    internal ProxiedRequest Begin(HttpRequestHead head, byte[] body)
    {
        var operation = head.Operation;
        var request = new ProxiedRequest(
            Interlocked.Increment(ref _total), _counts.AddOrUpdate(operation, 1, (_, count) => count + 1),
            operation, head.Method, head.Path, head.Headers, body);
        if (KeepRequests)
            _requests.Enqueue(request);
        lock (_concurrency)
            _peak = Math.Max(_peak, ++_underWay);
        return request;
    }

    internal void End()
    {
        lock (_concurrency)
            _underWay--;
    }
}
