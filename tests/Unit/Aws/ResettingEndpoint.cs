using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>An endpoint that answers so many requests of each connection, and at the next one resets it.</summary>
internal sealed class ResettingEndpoint : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly byte[] answer;
    private readonly int answersPerConnection;
    private readonly Task serving;
    private int requests;

    public ResettingEndpoint(int answersPerConnection = 0, string body = "{}")
    {
        this.answersPerConnection = answersPerConnection;
        answer = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        serving = Task.Run(ServeAsync);
    }

    public string Url { get; }

    /// <summary>How many requests came in, the unanswered ones among them.</summary>
    public int Requests => Volatile.Read(ref requests);

    public void Dispose()
    {
        listener.Stop();
        serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(AnswerAsync(await listener.AcceptTcpClientAsync()));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                for (var answered = 0; await ReadRequestAsync(client.GetStream()); answered++)
                {
                    Interlocked.Increment(ref requests);
                    if (answered == answersPerConnection)
                    {
                        client.LingerState = new LingerOption(enable: true, seconds: 0);
                        return;
                    }

                    await client.GetStream().WriteAsync(answer);
                }
            }
            catch (IOException)
            {
                // The client has gone.
            }
        }
    }

    /// <summary>Whether a whole request has come; none has where the client closed the connection.</summary>
    private static async Task<bool> ReadRequestAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
                return false;
            head.Append((char)one[0]);
        }

        var length = head.ToString().Split("\r\n").Select(line => line.Split(':'))
            .Where(parts => parts[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Sum(parts => int.Parse(parts[1], CultureInfo.InvariantCulture));
        await stream.ReadExactlyAsync(new byte[length]);
        return true;
    }
}
