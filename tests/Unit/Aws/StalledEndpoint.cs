using System.Net;
using System.Net.Sockets;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>An endpoint that begins each answer and never ends it.</summary>
internal sealed class StalledEndpoint : IDisposable
{
    private static readonly byte[] Beginning =
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 1000\r\n\r\n{\"Items\":["u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> clients = [];
    private readonly Task serving;
    private int answered;

    public StalledEndpoint()
    {
        listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        serving = Task.Run(ServeAsync);
    }

    public string Url { get; }

    /// <summary>How many answers have been begun.</summary>
    public int Answered => Volatile.Read(ref answered);

    public void Dispose()
    {
        listener.Stop();
        serving.GetAwaiter().GetResult();
        foreach (var client in clients)
            client.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                clients.Add(client);
                _ = await client.GetStream().ReadAtLeastAsync(new byte[1024], 1);
                await client.GetStream().WriteAsync(Beginning);
                Interlocked.Increment(ref answered);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
