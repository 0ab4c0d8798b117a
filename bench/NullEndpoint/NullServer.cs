using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DynamoNamespace.Bench.NullEndpoint;

/// <summary>A DynamoDB endpoint on loopback that answers at once and keeps nothing.</summary>
internal sealed class NullServer : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public NullServer(int port = 0, int pages = CannedPages.ForMeasurements)
    {
        Service = new NullService(pages);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(1024);
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public NullService Service { get; }

    public string EndpointUrl => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}");

    public void Dispose() => listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = listener.Accept();
                socket.NoDelay = true;
                new Thread(new NullConnection(socket, Service).Serve, 256 * 1024) { IsBackground = true }.Start();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The server was disposed of.
        }
    }
}
