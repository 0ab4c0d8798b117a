using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>Accepts HTTP/1.1 connections on a loopback port, and hands each request to one answering function.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Func<HttpRequestHead, byte[], CancellationToken, Task<ProxiedResponse?>> _answer;
    private readonly Task _accepting;

    /// <param name="port">A port, or 0 for a free one.</param>
    /// <param name="answer">The answer to a request; null resets the connection.</param>
    public LoopbackListener(int port, Func<HttpRequestHead, byte[], CancellationToken, Task<ProxiedResponse?>> answer)
    {
        _answer = answer;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start(512);
        EndpointUrl = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string EndpointUrl { get; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_closing.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                continue;
            }

            var connection = new ProxyConnection(socket, _answer).RunAsync(_closing.Token);
            _connections.TryAdd(connection, true);
            _ = connection.ContinueWith(
                done => _connections.TryRemove(done, out _), CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
