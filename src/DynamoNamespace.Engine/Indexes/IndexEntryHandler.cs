using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Enters what is in an index.</summary>
internal sealed class IndexEntryHandler(ProvenIndex index, Action<int> onScanned) : IPageHandler
{
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock scratch = new();

    public ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        foreach (var entry in page.Items)
        {
            scratch.Clear();
            var content = canonical.Digest(index.Entries.Compared(entry, scratch));
            index.Ledger.Add(isEntry: true, index.Entries.TableKey.Digest(entry, canonical), content, index.Entries.Keys(entry, scratch).Json);
        }

        Interlocked.Add(ref index.Found.Entries, page.Items.Count);
        onScanned(page.Items.Count);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }
}
