using System.Globalization;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Files;

/// <summary>
/// The number of items and the sum of their digests, modulo 2^128. Equal sets of items share it in whatever order they come and however their values are
/// spelt. It tells accidents, not forgeries.
/// </summary>
internal sealed class ItemSetDigest
{
    private readonly object gate = new();
    private UInt128 sum;
    private long items;

    public long Items
    {
        get
        {
            lock (gate)
                return items;
        }
    }

    /// <summary>Adds what one page or batch came to.</summary>
    /// <param name="digests">The sum of <see cref="CanonicalItem.Digest(in Item)"/> over its items.</param>
    /// <param name="count">How many items it had.</param>
    public void Add(UInt128 digests, long count)
    {
        lock (gate)
        {
            sum += digests;
            items += count;
        }
    }

    /// <summary>The sum as 32 hexadecimal digits.</summary>
    public override string ToString()
    {
        lock (gate)
            return sum.ToString("x32", CultureInfo.InvariantCulture);
    }
}
