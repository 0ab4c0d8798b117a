using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Mappings;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State.Journals;

/// <summary>Items that a delete of the shipped mapping would enter in its journal.</summary>
internal sealed class JournalItems : IDisposable
{
    private readonly Mapping mapping = MappingText.ShippedFor("a7x3kq");
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock block = new();

    /// <param name="number">Tells the item's key.</param>
    /// <param name="own">What the mapping alone does not tell, so that the entry holds the whole item; null for nothing.</param>
    public MigratingItem Item(int number, string? own = null)
    {
        var json = new JsonObject { ["PK"] = new JsonObject { ["S"] = $"ENTITY#user-{number}" }, ["SK"] = new JsonObject { ["S"] = "#META" } };
        if (own is not null)
            json["GSI4SK"] = new JsonObject { ["S"] = own };
        lock (block)
        {
            var source = ItemText.Of(json, block);
            var rule = mapping.FindRule(source)!;
            Assert.True(rule.TryMap(source, block, out var mapped, out _));
            return new MigratingItem(source, mapped, rule, null!);
        }
    }

    public IReadOnlyList<MigratingItem> Items(int from, int count) => [.. Enumerable.Range(from, count).Select(number => Item(number))];

    public UInt128 KeyOf(MigratingItem item)
    {
        lock (block)
            return canonical.Digest(TestTables.Limits.Key.Extract(item.Mapped, block));
    }

    public UInt128 ContentOf(MigratingItem item)
    {
        lock (block)
            return canonical.Digest(item.Mapped);
    }

    public void Dispose() => block.Dispose();
}
