using System.Globalization;
using System.Text;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>Reads HTTP/1.1 requests, one after the other, from a connection that is kept alive.</summary>
internal sealed class HttpRequestReader(Stream stream)
{
    private const int LargestHead = 256 * 1024;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next request's head, or null when the client has closed the connection.</summary>
    public async Task<HttpRequestHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = HeadLength()) < 0)
        {
            if (!await FillAsync(cancellationToken))
                return _start == _end ? null : throw new EndOfStreamException("The connection ended within a request's head.");
            if (_end - _start > LargestHead)
                throw new InvalidDataException("The request's head is too long.");
        }

        var head = HttpRequestHead.Parse(Encoding.Latin1.GetString(_buffer, _start, length));
        _start += length + 4;
        return head;
    }

    public async Task<byte[]> ReadBodyAsync(HttpRequestHead head, CancellationToken cancellationToken)
    {
        if (head.IsChunked)
            return await ReadChunksAsync(cancellationToken);
        var body = new byte[head.ContentLength];
        await ReadExactlyAsync(body, cancellationToken);
        return body;
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var size = (await ReadLineAsync(cancellationToken)).Split(';')[0];
            var chunk = new byte[int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture)];
            await ReadExactlyAsync(chunk, cancellationToken);
            body.Write(chunk);
            // After a chunk comes a line end; after the last one, trailers and an empty line.
            while ((await ReadLineAsync(cancellationToken)).Length > 0)
            {
            }

            if (chunk.Length == 0)
                return body.ToArray();
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = Buffered().IndexOf("\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken))
                throw new EndOfStreamException("The connection ended within a chunk.");
        }

        var line = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 2;
        return line;
    }

    private async Task ReadExactlyAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        var buffered = Math.Min(target.Length, _end - _start);
        _buffer.AsMemory(_start, buffered).CopyTo(target);
        _start += buffered;
        await stream.ReadExactlyAsync(target[buffered..], cancellationToken);
    }

    private int HeadLength() => Buffered().IndexOf("\r\n\r\n"u8);

    private ReadOnlySpan<byte> Buffered() => _buffer.AsSpan(_start, _end - _start);

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Buffered().CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
