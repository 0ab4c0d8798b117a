using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>Decides about the first request of a kind that passes the proxy; the others pass through.</summary>
internal sealed class Moment(Func<ProxiedRequest, bool> when, Func<ProxiedRequest, Task<ProxyAction>> act)
{
    private int begun;

    /// <summary>Whether the request came; a test that did not meet it has shown nothing.</summary>
    public bool Happened { get; private set; }

    public async ValueTask<ProxyAction> DecideAsync(ProxiedRequest request)
    {
        if (!when(request) || Interlocked.Exchange(ref begun, 1) == 1)
            return ProxyAction.Forward;
        var action = await act(request);
        Happened = true;
        return action;
    }
}
