using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>What the proxy does with a request.</summary>
public abstract record ProxyAction
{
    private protected ProxyAction()
    {
    }

    /// <summary>Passes the request and its answer through.</summary>
    public static ProxyAction Forward { get; } = new ForwardAction(null, null);

    /// <summary>Resets the connection; the engine never sees the request.</summary>
    public static ProxyAction Cut { get; } = new CutAction();

    /// <summary>The engine carries the request out, then the connection is reset: the client does not learn of it.</summary>
    public static ProxyAction CutAfterForward { get; } = new ForwardAction(null, _ => null);

    /// <summary>DynamoDB's answer to a request above the table's throughput.</summary>
    public static ProxyAction Throttle { get; } = Respond(ProxiedResponse.Error(
        400, "ProvisionedThroughputExceededException", "The level of configured provisioned throughput for the table was exceeded."));

    /// <summary>DynamoDB's answer when it fails itself; the request is not carried out.</summary>
    public static ProxyAction InternalServerError { get; } = Respond(ProxiedResponse.Error(
        500, "InternalServerError", "The request processing has failed because of an unknown error, exception or failure."));

    /// <summary>Answers without asking the engine.</summary>
    public static ProxyAction Respond(ProxiedResponse response) => new RespondAction(response);

    /// <summary>Passes through, with another request, another answer, or both.</summary>
    /// <param name="request">The body to send instead.</param>
    /// <param name="response">Turns the engine's answer into the client's.</param>
    public static ProxyAction Rewrite(JsonObject? request = null, Func<ProxiedResponse, ProxiedResponse>? response = null) =>
        new ForwardAction(request is null ? (ReadOnlyMemory<byte>?)null : DynamoJson.Serialize(request), response);

    /// <summary>Waits, then does <paramref name="action"/> (passes through if null).</summary>
    public static ProxyAction Delay(TimeSpan pause, ProxyAction? action = null) => new DelayAction(pause, action ?? Forward);

    /// <summary>An answer of null resets the connection.</summary>
    internal sealed record ForwardAction(ReadOnlyMemory<byte>? Body, Func<ProxiedResponse, ProxiedResponse?>? Response) : ProxyAction;

    internal sealed record RespondAction(ProxiedResponse Response) : ProxyAction;

    internal sealed record DelayAction(TimeSpan Pause, ProxyAction Action) : ProxyAction;

    internal sealed record CutAction : ProxyAction;
}
