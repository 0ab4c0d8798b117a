using System.Globalization;
using System.Text;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>
/// A body in signed chunks, as S3 clients stream it: <c>SIZE;chunk-signature=…</c>, the bytes, and trailers at the end.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
/// </summary>
internal static class ChunkedPayload
{
    public static bool IsChunked(HttpRequestHead head) =>
        head.Headers.GetValueOrDefault("X-Amz-Content-Sha256", "").StartsWith("STREAMING-", StringComparison.Ordinal);

    /// <exception cref="AwsException">The chunks do not fit together.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> body)
    {
        using var decoded = new MemoryStream();
        while (true)
        {
            var lineEnd = body.IndexOf("\r\n"u8);
            if (lineEnd < 0)
                throw Incomplete();
            var size = Encoding.ASCII.GetString(body[..lineEnd]).Split(';')[0];
            if (!int.TryParse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length) || body.Length < lineEnd + 2 + length)
                throw Incomplete();
            if (length == 0)
                return decoded.ToArray();
            decoded.Write(body.Slice(lineEnd + 2, length));
            body = body[(lineEnd + 2 + length)..];
            body = body.StartsWith("\r\n"u8) ? body[2..] : throw Incomplete();
        }
    }

    private static AwsException Incomplete() =>
        new("IncompleteBody", "The request body terminated unexpectedly");
}
