using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Items read by their keys, to be looked up by key until this is disposed.</summary>
internal sealed class FoundItems(KeySchema key) : IDisposable
{
    private readonly Dictionary<UInt128, Item> items = [];
    private readonly List<ItemBlock> blocks = [];
    private readonly CanonicalItem canonical = new();

    public void Add(ItemBlock block, IReadOnlyList<Item> found)
    {
        blocks.Add(block);
        foreach (var item in found)
            items[Digest(item)] = item;
    }

    /// <summary>The item under the key of <paramref name="wanted"/>, which may be a whole item or just its key.</summary>
    public bool TryGet(in Item wanted, out Item item) => items.TryGetValue(Digest(wanted), out item);

    public void Dispose()
    {
        foreach (var block in blocks)
            block.Dispose();
    }

    private UInt128 Digest(in Item item) => key.Digest(item, canonical);
}
