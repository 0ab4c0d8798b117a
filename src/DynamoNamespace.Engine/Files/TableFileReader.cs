using System.Buffers;
using System.IO.Compression;

namespace DynamoNamespace.Engine.Files;

/// <summary>Reads a file of items line by line, and knows its checksum when it has been read to its end. Its memory is that of the longest line.</summary>
internal sealed class TableFileReader : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>An item of 400 KB is a few times as long in JSON at the most.</summary>
    private const int LongestLine = 16 * 1024 * 1024;

    private readonly string path;
    private readonly HashingStream file;
    private readonly Stream content;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int from;
    private int to;
    private bool isAtEnd;

    private TableFileReader(string path, bool isGzip, HashingStream file)
    {
        this.path = path;
        this.file = file;
        content = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>The number of the last line read, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>How many bytes of the file were read, as it stands on disk.</summary>
    public long FileBytes => file.Bytes;

    /// <summary>How many bytes were read, as they are uncompressed.</summary>
    public long ContentBytes { get; private set; }

    public static bool IsGzip(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="Errors.DdbException"><c>FileNotReadable</c>.</exception>
    public static TableFileReader Open(string path) => Open(path, IsGzip(path));

    /// <inheritdoc cref="Open(string)"/>
    public static TableFileReader Open(string path, bool isGzip)
    {
        try
        {
            return new TableFileReader(path, isGzip, new HashingStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw TableFileErrors.NotReadable(path, error);
        }
    }

    /// <summary>The next line without its end; empty ones are passed over. It stands until the next call.</summary>
    /// <exception cref="InvalidDataException">The file is not whole, or no file of lines.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        while (TryReadAny(out line))
        {
            Line++;
            if (Line == 1 && line.Span.StartsWith("\uFEFF"u8))
                line = line[3..];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
                return true;
        }

        return false;
    }

    /// <summary>Reads what is left, and answers the SHA-256 of the whole file.</summary>
    public string Finish()
    {
        to = from = 0;
        while (Fill(file, buffer.AsSpan(), countsContent: false) > 0)
        {
            // Only its checksum is wanted.
        }

        return file.Sha256();
    }

    public void Dispose()
    {
        content.Dispose();
        file.Dispose();
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private bool TryReadAny(out ReadOnlyMemory<byte> line)
    {
        var searched = from;
        while (true)
        {
            var end = buffer.AsSpan(searched, to - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                line = buffer.AsMemory(from, searched + end - from);
                from = searched + end + 1;
                return true;
            }

            searched = to;
            if (isAtEnd)
                break;
            searched -= MakeRoom();
            var count = Fill(content, buffer.AsSpan(to), countsContent: true);
            isAtEnd = count == 0;
            to += count;
        }

        line = buffer.AsMemory(from, to - from);
        from = to;
        return !line.IsEmpty;
    }

    /// <returns>By how much the bytes in the buffer moved.</returns>
    private int MakeRoom()
    {
        var moved = from;
        if (from > 0)
            buffer.AsSpan(from, to - from).CopyTo(buffer);
        (from, to) = (0, to - from);
        if (to < buffer.Length)
            return moved;
        if (to >= LongestLine)
            throw new InvalidDataException($"Line {Line + 1} is longer than {LongestLine / 1024 / 1024} MB, which no item is");
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, to).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        return moved;
    }

    private int Fill(Stream stream, Span<byte> target, bool countsContent)
    {
        try
        {
            var count = stream.Read(target);
            ContentBytes += countsContent ? count : 0;
            return count;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw TableFileErrors.NotReadable(path, error);
        }
    }
}
