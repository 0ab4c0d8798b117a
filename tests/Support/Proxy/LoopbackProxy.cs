using System.Runtime.ExceptionServices;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>
/// Stands between a client and the engine, on a loopback port of its own: counts requests, and does with each what the
/// <see cref="Hook"/> says. If the engine itself fails, the client's connection is reset.
/// </summary>
public sealed class LoopbackProxy : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly UpstreamClient _upstream;
    private Exception? _hookFailure;

    private LoopbackProxy(string targetUrl)
    {
        _upstream = new UpstreamClient(new Uri(targetUrl));
        _listener = new LoopbackListener(0, AnswerAsync);
    }

    public string EndpointUrl => _listener.EndpointUrl;

    public RequestLog Log { get; } = new();

    /// <summary>
    /// Decides about each request, on several threads at once; without a hook all pass through. If it throws, the
    /// client gets an error and <see cref="DisposeAsync"/> throws what it threw, so that no test passes over it.
    /// </summary>
    public Func<ProxiedRequest, ValueTask<ProxyAction>>? Hook { get; set; }

    public static LoopbackProxy Start(string targetUrl) => new(targetUrl);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _upstream.Dispose();
        if (_hookFailure is not null)
            ExceptionDispatchInfo.Throw(_hookFailure);
    }

    /// <summary>The answer for the client, or null to reset its connection.</summary>
    private async Task<ProxiedResponse?> AnswerAsync(HttpRequestHead head, byte[] body, CancellationToken cancellationToken)
    {
        var request = Log.Begin(head, body);
        try
        {
            return await CarryOutAsync(await DecideAsync(request), request, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
        finally
        {
            Log.End();
        }
    }

    private async ValueTask<ProxyAction> DecideAsync(ProxiedRequest request)
    {
        try
        {
            return Hook is { } hook ? await hook(request) : ProxyAction.Forward;
        }
        catch (Exception e)
        {
            return Failed(e);
        }
    }

    private async Task<ProxiedResponse?> CarryOutAsync(
        ProxyAction action, ProxiedRequest request, CancellationToken cancellationToken)
    {
        while (action is ProxyAction.DelayAction delay)
        {
            await Task.Delay(delay.Pause, cancellationToken);
            action = delay.Action;
        }

        switch (action)
        {
            case ProxyAction.RespondAction respond:
                return respond.Response;
            case ProxyAction.ForwardAction forward:
                var response = await _upstream.SendAsync(request, forward.Body ?? request.Body, cancellationToken);
                return forward.Response is null ? response : Rewrite(forward.Response, response);
            default:
                return null;
        }
    }

    private ProxiedResponse? Rewrite(Func<ProxiedResponse, ProxiedResponse?> rewrite, ProxiedResponse response)
    {
        try
        {
            return rewrite(response);
        }
        catch (Exception e)
        {
            return Failed(e).Response;
        }
    }

    private ProxyAction.RespondAction Failed(Exception e)
    {
        Interlocked.CompareExchange(ref _hookFailure, e, null);
        return new ProxyAction.RespondAction(ProxiedResponse.Error(500, "InternalServerError", $"The test's proxy hook failed: {e.Message}"));
    }
}
