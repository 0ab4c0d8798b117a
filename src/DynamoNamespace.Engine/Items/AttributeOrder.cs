using System.Buffers.Binary;

namespace DynamoNamespace.Engine.Items;

/// <summary>
/// The order of an item's attributes in its canonical form: by the length of the name, then by its bytes. One item's order is the first guess
/// for the next, because the items of a page mostly have the same attributes in the same order.
/// </summary>
internal sealed class AttributeOrder
{
    private const int MaximumAttributes = 256;
    private const int RankedBytes = 6;

    private readonly int[] indexes = new int[MaximumAttributes];
    private readonly ulong[] ranks = new ulong[MaximumAttributes];
    private int count;

    /// <summary>The attributes of the item that was looked at last, in order.</summary>
    public ReadOnlySpan<int> Indexes => indexes.AsSpan(0, count);

    /// <summary>Finds the order of an item's attributes.</summary>
    /// <returns>False if names have escapes or are not distinct, or there are very many: then the bytes that are written have to be compared.</returns>
    public bool TryFind(in Item item)
    {
        var slots = item.Slots;
        if (slots.Length > MaximumAttributes)
            return false;
        for (var index = 0; index < slots.Length; index++)
        {
            if (!slots[index].IsNamePlain)
                return false;
            ranks[index] = Rank(item.RawName(index));
        }

        if (count != slots.Length)
            Restart(slots.Length);
        return TrySort(item);
    }

    private void Restart(int attributes)
    {
        count = attributes;
        for (var index = 0; index < attributes; index++)
            indexes[index] = index;
    }

    /// <summary>Sorts by insertion, which takes one comparison an attribute where the order stands already.</summary>
    private bool TrySort(in Item item)
    {
        for (var next = 1; next < count; next++)
        {
            var moved = indexes[next];
            var place = next;
            for (; place > 0; place--)
            {
                var order = Compare(item, indexes[place - 1], moved);
                if (order < 0)
                    break;
                if (order == 0)
                {
                    // Half sorted it would be no order of all attributes.
                    count = 0;
                    return false;
                }

                indexes[place] = indexes[place - 1];
            }

            indexes[place] = moved;
        }

        return true;
    }

    private int Compare(in Item item, int left, int right)
    {
        if (ranks[left] != ranks[right])
            return ranks[left].CompareTo(ranks[right]);
        var a = item.RawName(left);
        var b = item.RawName(right);
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }

    /// <summary>A number that two names are mostly told apart by: the length, and the first bytes.</summary>
    private static ulong Rank(ReadOnlySpan<byte> name)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)Math.Min(name.Length, ushort.MaxValue));
        name[..Math.Min(name.Length, RankedBytes)].CopyTo(bytes[sizeof(ushort)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
