using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.Files;

/// <summary>Puts a file's items where nothing stands yet, and looks at what stands where something does. An instance serves one thread.</summary>
internal sealed class ItemImporter(ItemCalls calls, ImportCounters counters, WriteMode mode, TimeProvider time)
{
    private readonly BatchInserter<Item> inserter = new(calls, mode, static item => item, time);
    private readonly ItemComparison comparison = new();

    public async Task WriteAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<Item> pending = batch.Items;
        if (mode.LooksFirst)
        {
            var missing = await LookAsync(pending, isFirst: true, cancellationToken);
            mode.Learn(looked: pending.Count, found: pending.Count - missing.Count);
            pending = missing;
        }

        // An item that stood in the way may be gone again when it is looked at.
        for (var round = 1; pending.Count > 0 && round <= Backoff.MaximumAttempts; round++)
            pending = await InsertAsync(pending, cancellationToken);
        foreach (var item in pending)
            Fail(item, $"Something was put under its key and deleted again {Backoff.MaximumAttempts} times. Run the same command again.");
    }

    /// <summary>Puts what is left.</summary>
    /// <returns>The items whose keys were taken and are free again.</returns>
    private async Task<List<Item>> InsertAsync(IReadOnlyList<Item> pending, CancellationToken cancellationToken)
    {
        var taken = new List<Item>();
        await inserter.InsertAsync(pending, _ => counters.CountWritten(), taken.Add, Fail, cancellationToken);
        if (taken.Count == 0)
            return taken;
        mode.Learn(looked: pending.Count, found: taken.Count);
        return await LookAsync(taken, isFirst: false, cancellationToken);
    }

    /// <summary>Looks at the keys, before a put cheaply, because the put itself decides; after it consistently.</summary>
    /// <returns>The items that are not settled by what was seen.</returns>
    private async Task<List<Item>> LookAsync(IReadOnlyList<Item> items, bool isFirst, CancellationToken cancellationToken)
    {
        using var scratch = new ItemBlock();
        var keys = new List<Item>(items.Count);
        foreach (var item in items)
            keys.Add(calls.Table.Key.Extract(item, scratch));
        var left = new List<Item>();
        using var found = await calls.GetAsync(keys, consistent: !isFirst, cancellationToken);
        foreach (var item in items)
        {
            if (!found.TryGet(item, out var there))
                left.Add(item);
            else if (comparison.AreEqual(item, there))
                counters.CountAlreadyThere();
            else if (isFirst)
                left.Add(item);
            else
                Conflict(item, there);
        }

        return left;
    }

    private void Conflict(in Item item, in Item there)
    {
        var attributes = comparison.DifferingAttributes(item, there);
        counters.Report(item, DdbItemReason.Conflict, attributes, $"The table holds another item under this key; it differs in {string.Join(", ", attributes)}. It was left as it is.");
    }

    private void Fail(Item item, string detail) => counters.Report(item, DdbItemReason.Failed, [], detail);
}
