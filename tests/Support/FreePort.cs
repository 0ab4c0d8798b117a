using System.Net;
using System.Net.Sockets;

namespace DynamoNamespace.Tests.Support;

/// <summary>A loopback port that was free a moment ago; someone else may take it first, so the user of it tries again.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
