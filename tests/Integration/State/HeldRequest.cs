using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>
/// Holds the first request of a kind up in the network: its connection breaks, and the request itself arrives when the test lets it. The client may send it
/// again meanwhile, which passes through.
/// </summary>
internal sealed class HeldRequest
{
    private readonly TaskCompletionSource<ProxiedRequest> held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="when">The kind of request.</param>
    /// <param name="meanwhile">Done while the request is held up, before its connection breaks; null for nothing.</param>
    public HeldRequest(Func<ProxiedRequest, bool> when, Func<Task>? meanwhile = null) => Moment = new Moment(when, async request =>
    {
        held.SetResult(request);
        if (meanwhile is not null)
            await meanwhile();
        return ProxyAction.Cut;
    });

    public Moment Moment { get; }

    /// <summary>Waits until the request came.</summary>
    public Task<ProxiedRequest> Came => held.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Lets the request arrive at last.</summary>
    public async Task ArriveAsync(RawDynamoDb engine)
    {
        var request = await Came;
        try
        {
            await engine.SendAsync(request.Operation, request.Body);
        }
        catch (RawDynamoDbException)
        {
            // Its condition does not hold any more.
        }
    }
}
