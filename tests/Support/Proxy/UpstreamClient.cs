namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>The proxy's side towards the engine.</summary>
internal sealed class UpstreamClient(Uri target) : IDisposable
{
    // These belong to a connection, not to a message.
    private static readonly HashSet<string> ConnectionHeaders = new(
        ["Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Host", "Expect"], StringComparer.OrdinalIgnoreCase);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    public async Task<ProxiedResponse> SendAsync(
        ProxiedRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(target, request.Path));
        if (body.Length > 0)
            message.Content = new ReadOnlyMemoryContent(body);
        foreach (var (name, value) in request.Headers.Where(h => !ConnectionHeaders.Contains(h.Key)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(message, cancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(h => !ConnectionHeaders.Contains(h.Key))
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new ProxiedResponse((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public void Dispose() => _http.Dispose();
}
