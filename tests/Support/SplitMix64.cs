namespace DynamoNamespace.Tests.Support;

/// <summary>
/// Random numbers that a seed, a name and a place determine on every machine, so that what a test drew can be drawn
/// again (https://prng.di.unimi.it/splitmix64.c).
/// </summary>
public sealed class SplitMix64
{
    private ulong _state;

    public SplitMix64(int seed, string name = "", long place = 0)
    {
        _state = unchecked((ulong)seed);
        foreach (var character in name)
            _state = NextUInt64() ^ character;
        _state = NextUInt64() ^ unchecked((ulong)place);
    }

    /// <summary>A number from 0 up to, but not including, 1.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    public int Between(int least, int most) => least + (int)Math.BigMul(NextUInt64(), (ulong)(most - least + 1L), out _);

    public bool OneIn(int chances) => Between(1, chances) == 1;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count - 1)];

    public void Shuffle<T>(T[] values)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            var other = Between(0, last);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    private ulong NextUInt64()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
