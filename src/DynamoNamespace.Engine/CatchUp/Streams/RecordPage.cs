using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>One answer of GetRecords. Its records may be read until it is disposed.</summary>
internal sealed class RecordPage(ItemBlock block, IReadOnlyList<StreamRecord> records, string? nextIterator) : IDisposable
{
    public IReadOnlyList<StreamRecord> Records => records;

    /// <summary>Where to read on; null where the shard is closed and read to its end.</summary>
    public string? NextIterator => nextIterator;

    public void Dispose() => block.Dispose();
}
