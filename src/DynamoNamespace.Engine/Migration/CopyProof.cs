using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>What a look at the target key showed.</summary>
internal enum CopyState
{
    /// <summary>Nothing stands there.</summary>
    Missing,

    /// <summary>The mapped item stands there, value for value.</summary>
    Equal,

    /// <summary>An item stands there that is newer by the family's version clock.</summary>
    Newer,

    /// <summary>Something else stands there.</summary>
    Different,
}

/// <summary>Compares mapped items with what stands under their keys. An instance serves one thread.</summary>
/// <param name="sourceKey">The key of the items that were mapped.</param>
/// <param name="target">The table that the mapped items are looked for in.</param>
internal sealed class CopyProof(KeySchema sourceKey, ItemCalls target)
{
    private readonly ItemComparison comparison = new();
    private readonly CanonicalItem canonical = new();

    /// <summary>Reads the copies of these items, consistently or not.</summary>
    public async Task<FoundItems> ReadCopiesAsync(IReadOnlyList<MigratingItem> items, bool consistent, CancellationToken cancellationToken)
    {
        using var scratch = new ItemBlock();
        var keys = new List<Item>(items.Count);
        var seen = new HashSet<UInt128>();
        foreach (var item in items)
        {
            // Two sources may have one target; BatchGetItem refuses a key that is named twice.
            var key = target.Table.Key.Extract(item.Mapped, scratch);
            if (seen.Add(canonical.Digest(key)))
                keys.Add(key);
        }

        return await target.GetAsync(keys, consistent, cancellationToken);
    }

    public CopyState Judge(MigratingItem item, FoundItems copies, out Item copy)
    {
        if (!copies.TryGet(item.Mapped, out copy))
            return CopyState.Missing;
        if (comparison.AreEqual(item.Mapped, copy))
            return CopyState.Equal;
        return item.Rule.IsNewer(copy, item.Mapped) ? CopyState.Newer : CopyState.Different;
    }

    public IReadOnlyList<string> DifferingAttributes(MigratingItem item, in Item copy) => comparison.DifferingAttributes(item.Mapped, copy);

    public DdbItemReport Conflict(MigratingItem item, in Item copy, DdbItemReason reason = DdbItemReason.Conflict)
    {
        var attributes = DifferingAttributes(item, copy);
        var clock = item.Rule.FindClock(item.Mapped);
        var clocks = clock is null ? "" : $" Clock {clock.Attribute}: old item {clock.Read(item.Mapped)}, item there {clock.Read(copy) ?? "(absent)"}.";
        var report = Report(item, reason, attributes,
            $"The target key holds an item that is neither the mapped one nor newer; it differs in {string.Join(", ", attributes)}.{clocks} Both were left as they are.");
        return report with { Clock = clock?.Attribute, SourceClock = clock?.Read(item.Mapped), TargetClock = clock?.Read(copy) };
    }

    public DdbItemReport Report(MigratingItem item, DdbItemReason reason, IReadOnlyList<string> attributes, string detail)
    {
        using var scratch = new ItemBlock(1024, 8);
        var targetKey = target.Table.Key;
        return new(reason, sourceKey.Describe(item.Source), targetKey.Describe(item.Mapped), attributes, detail)
        {
            SourceKeyJson = sourceKey.Extract(item.Source, scratch).ToString(),
            TargetKeyJson = targetKey.Extract(item.Mapped, scratch).ToString(),
        };
    }
}
