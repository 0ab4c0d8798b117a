using System.Buffers.Binary;

namespace DynamoNamespace.Bench.NullEndpoint;

/// <summary>
/// The checksum that DynamoDB sends with every answer and that the SDK checks. Eight tables, so that it costs the endpoint little.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The state before the first byte.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>The checksum of what a state has seen.</summary>
    public static uint Finish(uint state) => ~state;

    public static uint Of(ReadOnlySpan<byte> bytes) => Finish(Append(Start, bytes));

    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        var t = Tables;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = t[7][low & 255] ^ t[6][(low >> 8) & 255] ^ t[5][(low >> 16) & 255] ^ t[4][low >> 24]
                ^ t[3][high & 255] ^ t[2][(high >> 8) & 255] ^ t[1][(high >> 16) & 255] ^ t[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
            state = t[0][(state ^ value) & 255] ^ (state >> 8);
        return state;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (var value = 0u; value < 256; value++)
                tables[table][value] = table == 0 ? Divide(value) : tables[0][tables[table - 1][value] & 255] ^ (tables[table - 1][value] >> 8);
        }

        return tables;
    }

    private static uint Divide(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 1 ? (value >> 1) ^ Polynomial : value >> 1;
        return value;
    }
}
