using System.Buffers;

namespace DynamoNamespace.Engine.Items;

/// <summary>A list of items whose memory is used again: a page of small items has so many that it would go to the heap of large objects, which is seldom collected.</summary>
internal sealed class ItemList(int capacity) : IDisposable
{
    private Item[] items = ArrayPool<Item>.Shared.Rent(Math.Max(capacity, 1));
    private int count;

    /// <summary>The items; they stand until the list is changed or disposed.</summary>
    public ArraySegment<Item> Items => new(items, 0, count);

    public void Add(in Item item)
    {
        if (count == items.Length)
            Grow();
        items[count++] = item;
    }

    public void Dispose()
    {
        if (items.Length == 0)
            return;
        Return(items);
        items = [];
        count = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<Item>.Shared.Rent(count * 2);
        items.AsSpan(0, count).CopyTo(larger);
        Return(items);
        items = larger;
    }

    /// <summary>An item names its block, which must not be kept alive by the pool.</summary>
    private void Return(Item[] full)
    {
        full.AsSpan(0, count).Clear();
        ArrayPool<Item>.Shared.Return(full);
    }
}
