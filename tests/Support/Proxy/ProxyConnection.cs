using System.Net.Sockets;
using System.Text;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>One client's connection: request after request, until either side ends it.</summary>
internal sealed class ProxyConnection(Socket socket, Func<HttpRequestHead, byte[], CancellationToken, Task<ProxiedResponse?>> answer)
{
    private static readonly byte[] ContinueLine = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        socket.NoDelay = true;
        using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var reader = new HttpRequestReader(stream);
            while (await reader.ReadHeadAsync(cancellationToken) is { } head)
            {
                if (head.ExpectsContinue)
                    await stream.WriteAsync(ContinueLine, cancellationToken);
                var body = await reader.ReadBodyAsync(head, cancellationToken);
                if (await answer(head, body, cancellationToken) is not { } response)
                {
                    Reset();
                    return;
                }

                await WriteAsync(stream, response, cancellationToken);
                if (response.BytesBeforeReset is not null)
                {
                    Reset();
                    return;
                }

                if (head.EndsConnection)
                    return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or InvalidDataException)
        {
            // The client has gone, or speaks no HTTP, or the proxy is being closed: nobody is left to answer.
            Reset();
        }
    }

    /// <summary>A zero linger time makes the close a reset, as a crashed peer or a broken network shows it.</summary>
    private void Reset() => socket.LingerState = new LingerOption(true, 0);

    private static async Task WriteAsync(Stream stream, ProxiedResponse response, CancellationToken cancellationToken)
    {
        var head = new StringBuilder($"HTTP/1.1 {response.StatusCode} {(response.StatusCode < 400 ? "OK" : "Error")}\r\n");
        foreach (var (name, value) in response.Headers)
            head.Append($"{name}: {value}\r\n");
        head.Append($"Content-Length: {response.DeclaredLength ?? response.Body.Length}\r\n\r\n");

        var body = response.Body[..(response.BytesBeforeReset ?? response.Body.Length)];
        var message = new byte[head.Length + body.Length];
        Encoding.Latin1.GetBytes(head.ToString(), message);
        body.CopyTo(message.AsMemory(head.Length));
        await stream.WriteAsync(message, cancellationToken);
    }
}
