using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace DynamoNamespace.Bench.NullEndpoint;

/// <summary>
/// One client's connection, served by a thread of its own: reading and writing a socket straight is cheaper than any scheduling of tasks,
/// and what the endpoint spends the client does not get.
/// </summary>
internal sealed class NullConnection(Socket socket, NullService service)
{
    private byte[] buffer = new byte[64 * 1024];
    private int length;

    public void Serve()
    {
        try
        {
            using (socket)
            {
                while (TryReadHead(out var headLength))
                    ServeRequest(headLength);
            }
        }
        catch (SocketException)
        {
            // The client has gone.
        }
    }

    private void ServeRequest(int headLength)
    {
        var head = buffer.AsSpan(0, headLength);
        if (head.StartsWith("GET /counts "u8))
        {
            Consume(headLength);
            Send(NullAnswer.Of(JsonSerializer.Serialize(service.Counts.Snapshot())));
            return;
        }

        var operation = Header(head, "x-amz-target:"u8) is { } target ? target[(target.LastIndexOf('.') + 1)..] : "";
        var bodyLength = int.Parse(Header(head, "content-length:"u8) ?? "0");
        if (Header(head, "expect:"u8) is not null)
            socket.Send("HTTP/1.1 100 Continue\r\n\r\n"u8);
        while (length < headLength + bodyLength)
        {
            if (!Receive(headLength + bodyLength))
                return;
        }

        var answer = service.Answer(operation, buffer.AsSpan(headLength, bodyLength));
        Consume(headLength + bodyLength);
        Send(answer);
    }

    private bool TryReadHead(out int headLength)
    {
        while (true)
        {
            headLength = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) + 4;
            if (headLength >= 4)
                return true;
            if (!Receive(length + 1))
                return false;
        }
    }

    private bool Receive(int needed)
    {
        if (needed > buffer.Length)
            Array.Resize(ref buffer, Math.Max(needed, buffer.Length * 2));
        var read = socket.Receive(buffer.AsSpan(length));
        length += read;
        return read > 0;
    }

    private void Consume(int count)
    {
        buffer.AsSpan(count, length - count).CopyTo(buffer);
        length -= count;
    }

    private void Send(NullAnswer answer)
    {
        foreach (var part in answer.Parts)
        {
            for (var left = part.Span; left.Length > 0;)
                left = left[socket.Send(left)..];
        }
    }

    /// <summary>The value of a header, by its name in lower case with the colon.</summary>
    private static string? Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        for (var line = head; line.Length > 0;)
        {
            var end = line.IndexOf("\r\n"u8);
            if (end > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return Encoding.ASCII.GetString(line[name.Length..end]).Trim();
            line = end < 0 ? [] : line[(end + 2)..];
        }

        return null;
    }
}
