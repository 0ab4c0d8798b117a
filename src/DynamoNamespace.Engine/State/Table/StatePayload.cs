using System.IO.Compression;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>Bytes as they stand in an item: compressed where that makes them shorter.</summary>
/// <param name="Data">The bytes as they are stored.</param>
/// <param name="Encoding"><see cref="Brotli"/>, or empty where they are not compressed.</param>
/// <param name="Size">How many bytes they were.</param>
internal sealed record StatePayload(ReadOnlyMemory<byte> Data, string Encoding, int Size)
{
    private const string Brotli = "br";
    private const string Plain = "";
    private const int Quality = 4;
    private const int WindowBits = 22;

    /// <summary>A write unit is 1 KB, so that less is not worth the time.</summary>
    private const int SmallestCompressed = 700;

    /// <summary>
    /// More than any checkpoint or entry has: a stored size beyond it is not one that this version wrote.
    /// </summary>
    private const int MaximumSize = 64 * 1024 * 1024;

    public static StatePayload Pack(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length >= SmallestCompressed)
        {
            var compressed = new byte[bytes.Length];
            if (BrotliEncoder.TryCompress(bytes.Span, compressed, out var written, Quality, WindowBits)
                && written < bytes.Length)
            {
                return new StatePayload(compressed.AsMemory(0, written), Brotli, bytes.Length);
            }
        }

        return new StatePayload(bytes, Plain, bytes.Length);
    }

    /// <summary>The bytes as they were.</summary>
    /// <exception cref="DdbException">They are not what this version writes.</exception>
    public static byte[] Unpack(StateItem item, byte[] data)
    {
        var size = item.Number(StateAttributes.Size);
        switch (item.FindText(StateAttributes.Encoding) ?? Plain)
        {
            case Plain when data.Length == size:
                return data;
            case Brotli when size is >= 0 and <= MaximumSize:
                var bytes = new byte[size];
                if (BrotliDecoder.TryDecompress(data, bytes, out var written) && written == size)
                    return bytes;
                break;
            case var other when other is not (Plain or Brotli):
                throw item.Unreadable($"its encoding is '{other}', and this version knows '{Brotli}'");
        }

        throw item.Unreadable("its bytes are damaged");
    }
}
