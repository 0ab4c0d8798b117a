using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Enters what the table says should be in the indexes.</summary>
internal sealed class TableEntryHandler(IReadOnlyList<ProvenIndex> indexes, Action<int> onScanned) : IPageHandler
{
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock scratch = new();

    public ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        foreach (var item in page.Items)
        {
            foreach (var index in indexes)
                Enter(item, index);
        }

        onScanned(page.Items.Count);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Enter(in Item item, ProvenIndex index)
    {
        if (!index.Entries.IsExpected(item))
        {
            Interlocked.Increment(ref index.Entries.HasKey(item) ? ref index.Found.Unfit : ref index.Found.Without);
            return;
        }

        Interlocked.Increment(ref index.Found.Expected);
        scratch.Clear();
        var content = canonical.Digest(index.Entries.Project(item, scratch));
        index.Ledger.Add(isEntry: false, index.Entries.TableKey.Digest(item, canonical), content, index.Entries.Keys(item, scratch).Json);
    }
}
