using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// Looks again at an item that seems to be in conflict: the old item as it is now, read consistently, and then its copy. Catch-up may have carried a
/// change since the scan read the old item, and a client may have deleted it. An instance serves one thread.
/// </summary>
internal sealed class SourceReview(ItemCalls source, Mapping mapping, CopyProof proof)
{
    /// <returns>Null where the old item is gone; else how its copy stands to it, and what a conflict's record would say.</returns>
    public async Task<(CopyState State, DdbItemReport? Conflict)?> ReviewAsync(MigratingItem item, CancellationToken cancellationToken)
    {
        using var block = new ItemBlock();
        var key = source.Table.Key.Extract(item.Source, block);
        using var sources = await source.GetAsync([key], consistent: true, cancellationToken);
        if (!sources.TryGet(key, out var old))
            return null;
        if (mapping.FindRule(old) is not { } rule || !rule.TryMap(old, block, out var mapped, out _))
            return (CopyState.Different, null);
        var current = item with { Mapped = mapped, Rule = rule };
        using var copies = await proof.ReadCopiesAsync([current], consistent: true, cancellationToken);
        var state = proof.Judge(current, copies, out var copy);
        return (state, state == CopyState.Different ? proof.Conflict(current, copy) : null);
    }
}
