using System.Globalization;
using System.Text;
using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Bench.NullEndpoint;

/// <summary>An answer: its head, and its body in up to three parts of which the middle one is never copied.</summary>
internal sealed class NullAnswer
{
    private NullAnswer(int status, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> items, ReadOnlyMemory<byte> after, uint checksum)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {(status == 200 ? "OK" : "Bad Request")}\r\nServer: null\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {before.Length + items.Length + after.Length}\r\nConnection: keep-alive\r\nx-amzn-RequestId: 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEF\r\nx-amz-crc32: {checksum}\r\n\r\n"));
        Parts = [Join(head, before), items, after];
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Parts { get; }

    public static NullAnswer Of(string json, int status = 200)
    {
        var body = Encoding.UTF8.GetBytes(json);
        return new NullAnswer(status, body, default, default, Crc32.Of(body));
    }

    /// <summary>A page around canned items.</summary>
    /// <param name="before">What stands before the items.</param>
    /// <param name="items">The items.</param>
    /// <param name="after">What stands behind them.</param>
    /// <param name="state">The checksum's state after the items.</param>
    public static NullAnswer Of(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> items, ReadOnlyMemory<byte> after, uint state) =>
        new(200, before, items, after, Crc32.Finish(Crc32.Append(state, after.Span)));

    private static byte[] Join(byte[] head, ReadOnlyMemory<byte> body)
    {
        var whole = new byte[head.Length + body.Length];
        head.CopyTo(whole, 0);
        body.Span.CopyTo(whole.AsSpan(head.Length));
        return whole;
    }
}
