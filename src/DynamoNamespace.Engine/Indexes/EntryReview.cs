using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>
/// Looks again at what did not match, by keys: the item consistently, its entry by a query of the index. An index follows its table with a delay, so
/// only what stays different over a while counts
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Writes).
/// </summary>
internal sealed class EntryReview(ProvenIndex index, ItemCalls tableCalls, int tasks, TimeSpan patience, TimeProvider time)
{
    private const int KeysPerRequest = 25;

    /// <summary>The share of the patience that is waited before each further look.</summary>
    private static readonly double[] Waits = [1 / 31.0, 2 / 31.0, 4 / 31.0, 8 / 31.0, 16 / 31.0];

    public Task RunAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        index.Ledger.Mismatches(cancellationToken).Chunk(KeysPerRequest),
        new ParallelOptions { MaxDegreeOfParallelism = tasks, CancellationToken = cancellationToken },
        async (mismatches, token) => await ReviewAsync(mismatches, token));

    private async Task ReviewAsync(IReadOnlyList<LedgerMismatch> pending, CancellationToken cancellationToken)
    {
        for (var look = 0; ; look++)
        {
            var differing = await LookAsync(pending, cancellationToken);
            if (differing.Count == 0)
                return;
            if (look == Waits.Length)
            {
                differing.ForEach(one => index.Found.Report(one.Difference));
                return;
            }

            pending = differing.ConvertAll(one => one.Mismatch);
            await Task.Delay(patience * Waits[look], time, cancellationToken);
        }
    }

    private async Task<List<(LedgerMismatch Mismatch, DdbMigrationDifference Difference)>> LookAsync(IReadOnlyList<LedgerMismatch> pending, CancellationToken cancellationToken)
    {
        using var block = new ItemBlock();
        var keys = pending.Select(one => index.Entries.TableKey.Extract(ItemReader.Parse(one.Any, block), block)).ToList();
        // Two entries of one item are two mismatches.
        var canonical = new CanonicalItem();
        using var items = await tableCalls.GetAsync([.. keys.DistinctBy(key => index.Entries.TableKey.Digest(key, canonical))], consistent: true, cancellationToken);
        var differing = new List<(LedgerMismatch, DdbMigrationDifference)>();
        for (var at = 0; at < pending.Count; at++)
        {
            Item? item = items.TryGet(keys[at], out var found) ? found : null;
            Item? seen = pending[at].Entry is { } entry ? ItemReader.Parse(entry, block) : null;
            if (await FindDifferenceAsync(item, seen, block, cancellationToken) is { } difference)
                differing.Add((pending[at], difference));
        }

        return differing;
    }

    private async Task<DdbMigrationDifference?> FindDifferenceAsync(Item? item, Item? seen, ItemBlock block, CancellationToken cancellationToken)
    {
        var isExpected = item is { } current && index.Entries.IsExpected(current);
        if (isExpected && await CompareAsync(item!.Value, block, cancellationToken) is { } difference)
            return difference;
        if (seen is not { } entry || (isExpected && index.Entries.HasSameKey(item!.Value, entry)))
            return null;
        using var left = await FindEntryAsync(entry, cancellationToken);
        return left is null ? null : Difference(DdbDifferenceKind.ExtraEntry, entry, []);
    }

    private async Task<DdbMigrationDifference?> CompareAsync(Item item, ItemBlock block, CancellationToken cancellationToken)
    {
        var keys = index.Entries.Keys(item, block);
        using var found = await FindEntryAsync(keys, cancellationToken);
        if (found is null)
            return Difference(DdbDifferenceKind.MissingEntry, keys, []);
        var comparison = new ItemComparison();
        var (expected, entry) = (index.Entries.Project(item, block), index.Entries.Compared(found.Items[0], block));
        return comparison.AreEqual(expected, entry) ? null : Difference(DdbDifferenceKind.DifferentEntry, keys, comparison.DifferingAttributes(expected, entry));
    }

    /// <summary>The page with the entry; null where the index has none.</summary>
    private async Task<ScanPage?> FindEntryAsync(Item keys, CancellationToken cancellationToken)
    {
        byte[]? startKey = null;
        do
        {
            var page = await index.Calls.QueryEntryAsync(index.Name, index.Entries.Index.Key, keys, startKey, cancellationToken);
            if (page.Items.Count > 0)
                return page;
            startKey = page.LastEvaluatedKey;
            page.Dispose();
        }
        while (startKey is not null);
        return null;
    }

    private DdbMigrationDifference Difference(DdbDifferenceKind kind, Item keys, IReadOnlyList<string> attributes) => new(
        index.Calls.Table.Name, index.Entries.TableKey.Describe(keys), $"{index.Name}: {index.Entries.Index.Key.Describe(keys)}", kind, attributes);
}
