using System.Collections.Concurrent;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>
/// Which requests fail, and how, as a proxy's <see cref="LoopbackProxy.Hook"/>: a seed determines it for the first,
/// second, … request of each operation. Faults are spread evenly with jitter, an operation meets each kind that it can
/// have before it meets one again, and every other fault is one that only such operations have, so that a short run
/// meets them all.
/// </summary>
/// <param name="seed">The same seed makes the same faults.</param>
/// <param name="rate">The share of requests that fail, from 0 to 1.</param>
/// <param name="kinds">The kinds to choose from; all if null.</param>
public sealed class FaultSchedule(int seed, double rate, params FaultKind[] kinds)
{
    private static readonly HashSet<string> Writes = new(
        ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems", "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"],
        StringComparer.Ordinal);

    private readonly FaultKind[] _kinds = kinds.Length > 0 ? kinds : Enum.GetValues<FaultKind>();
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);

    /// <summary>The operations that never fail, as <c>DescribeTable</c>.</summary>
    public IReadOnlyCollection<string> ExcludedOperations { get; init; } = [];

    /// <summary>What has been injected so far.</summary>
    public FaultCounts Injected { get; } = new();

    /// <summary>To be set as the proxy's hook.</summary>
    public ValueTask<ProxyAction> DecideAsync(ProxiedRequest request)
    {
        if (ExcludedOperations.Contains(request.Operation, StringComparer.Ordinal))
            return ValueTask.FromResult(ProxyAction.Forward);
        var place = _requests.AddOrUpdate(request.Operation, 0, (_, last) => last + 1);
        var action = FindFault(request.Operation, place) is { } kind
            ? FaultAction.Create(kind, request, new SplitMix64(seed, request.Operation, place), Injected)
            : ProxyAction.Forward;
        return ValueTask.FromResult(action);
    }

    public override string ToString() => $"seed {seed}: {Injected}";

    /// <summary>What an operation's request at this place, from 0, meets. It depends on nothing else.</summary>
    public FaultKind? FindFault(string operation, int place)
    {
        // The fault number n lies somewhere in the n-th stretch of 1 / rate requests.
        var least = Math.Max(0, (int)(place * rate) - 1);
        for (var number = least; number <= (place + 1) * rate; number++)
        {
            var jitter = new SplitMix64(seed, $"place {operation}", number).NextDouble();
            if (rate > 0 && (int)((number + jitter) / rate) == place)
                return FindKind(operation, number);
        }

        return null;
    }

    private FaultKind? FindKind(string operation, int number)
    {
        var own = Array.FindAll(_kinds, kind => IsOwn(operation, kind) == true);
        var general = Array.FindAll(_kinds, kind => IsOwn(operation, kind) is null);
        var count = own.Length + general.Length;
        if (count == 0)
            return null;

        var random = new SplitMix64(seed, $"kinds {operation}", number / count);
        random.Shuffle(own);
        random.Shuffle(general);
        var place = number % count;
        var paired = Math.Min(own.Length, general.Length) * 2;
        if (place >= paired)
            return (own.Length > general.Length ? own : general)[place - (paired / 2)];
        return (place % 2 == 0 ? own : general)[place / 2];
    }

    /// <summary>Whether only operations like this one meet such faults; false where this one cannot, null where every one can.</summary>
    private static bool? IsOwn(string operation, FaultKind kind) => kind switch
    {
        FaultKind.ThrottledStatement or FaultKind.FailedStatement or FaultKind.AppliedStatementFailed => operation == "BatchExecuteStatement",
        FaultKind.UnprocessedKeys => operation == "BatchGetItem",
        FaultKind.LostAnswer => Writes.Contains(operation),
        _ => null,
    };
}
