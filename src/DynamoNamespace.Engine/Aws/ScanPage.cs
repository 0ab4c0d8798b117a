using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>One page of a scan. Its items may be read until it is disposed.</summary>
internal sealed class ScanPage(ItemBlock block, ItemList items, byte[]? lastEvaluatedKey, double readUnits, int? scannedCount = null) : IDisposable
{
    public ArraySegment<Item> Items => items.Items;

    /// <summary>How many items were read, those that a filter left out included.</summary>
    public int ScannedCount { get; } = scannedCount ?? items.Items.Count;

    /// <summary>Where the next page of the segment begins; null on the segment's last page.</summary>
    public byte[]? LastEvaluatedKey => lastEvaluatedKey;

    /// <summary>What reading it consumed.</summary>
    public double ReadUnits => readUnits;

    public void Dispose()
    {
        items.Dispose();
        block.Dispose();
    }
}
