using System.Buffers.Binary;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// The CRC-32 that DynamoDB sends in <c>x-amz-crc32</c>, eight bytes a step. The SDK takes a byte a step, which is the largest single cost of
/// reading a table as bytes.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Step = 8;

    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The state before the first byte.</summary>
    public const uint Start = uint.MaxValue;

    public static uint Of(ReadOnlySpan<byte> bytes) => Finish(Append(Start, bytes));

    /// <summary>The checksum of what a state has seen.</summary>
    public static uint Finish(uint state) => ~state;

    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        var tables = Tables;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = tables[7][(byte)low] ^ tables[6][(byte)(low >> 8)] ^ tables[5][(byte)(low >> 16)] ^ tables[4][low >> 24]
                ^ tables[3][(byte)high] ^ tables[2][(byte)(high >> 8)] ^ tables[1][(byte)(high >> 16)] ^ tables[0][high >> 24];
        }

        foreach (var value in bytes)
            state = tables[0][(byte)(state ^ value)] ^ (state >> 8);
        return state;
    }

    /// <summary>The first table is for a byte; each further one for a byte that has one more byte behind it.</summary>
    private static uint[][] MakeTables()
    {
        var tables = new uint[Step][];
        for (var table = 0; table < Step; table++)
        {
            tables[table] = new uint[256];
            for (var value = 0; value < 256; value++)
                tables[table][value] = table == 0 ? OfByte((uint)value) : tables[0][(byte)tables[table - 1][value]] ^ (tables[table - 1][value] >> 8);
        }

        return tables;
    }

    private static uint OfByte(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
        return value;
    }
}
