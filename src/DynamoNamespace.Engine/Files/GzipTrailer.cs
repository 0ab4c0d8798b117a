using System.Buffers.Binary;
using System.IO.Compression;
using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Files;

/// <summary>
/// The end of a gzip file: the checksum and the length of its last member (https://www.rfc-editor.org/rfc/rfc1952). The platform takes the end of a
/// file that was cut short for the end of its content, so whether it is whole only this tells.
/// </summary>
internal static class GzipTrailer
{
    private const int Bytes = 8;

    /// <summary>Whether a file that was read to its end was there to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contentBytes">How many bytes it was uncompressed.</param>
    /// <param name="cancellationToken">Ends the reading, which there is where several members follow each other.</param>
    public static bool IsWhole(string path, long contentBytes, CancellationToken cancellationToken)
    {
        Span<byte> trailer = stackalloc byte[Bytes];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length < Bytes)
            return false;
        file.Position = file.Length - Bytes;
        file.ReadExactly(trailer);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        // The length is told modulo 2^32. Where there are several members, it is the last one's, which is then compared by its checksum.
        if (length == (uint)contentBytes)
            return true;
        return length <= contentBytes && ChecksumFrom(file, contentBytes - length, cancellationToken) == BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static uint ChecksumFrom(FileStream file, long from, CancellationToken cancellationToken)
    {
        file.Position = 0;
        using var content = new GZipStream(file, CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        var state = Crc32.Start;
        int count;
        for (var at = 0L; (count = content.Read(buffer)) > 0; at += count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (at + count > from)
                state = Crc32.Append(state, buffer.AsSpan(0, count)[(int)Math.Max(0, from - at)..]);
        }

        return Crc32.Finish(state);
    }
}
