namespace DynamoNamespace.Worker.Samples;

/// <summary>
/// SplitMix64. <see cref="Random"/> does not promise the same sequence for a seed on every .NET version,
/// and a sample table has to be the same everywhere.
/// </summary>
internal sealed class SeededRandom(int seed)
{
    private ulong _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL + 0x2545F4914F6CDD1DUL);

    public ulong NextUInt64()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from 0 up to, but not including, <paramref name="bound"/>.</summary>
    public long Below(long bound) => (long)Math.BigMul(NextUInt64(), (ulong)bound, out _);

    public int Between(int least, int most) => least + (int)Below(most - least + 1L);

    public bool OneIn(int chances) => Below(chances) == 0;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[(int)Below(choices.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)(NextUInt64() >> 56);
        return bytes;
    }
}
