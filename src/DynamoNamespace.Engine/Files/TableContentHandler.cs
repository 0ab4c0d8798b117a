using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Files;

/// <summary>Digests the items of scanned pages.</summary>
internal sealed class TableContentHandler(KeySchema key, ItemSetDigest found, TableContentHandler.Hear whenItem) : IPageHandler
{
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock scratch = new(512, 8);

    public delegate void Hear(in Item key, UInt128 keyDigest, UInt128 content);

    public ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        UInt128 sum = 0;
        foreach (var item in page.Items)
        {
            var content = canonical.Digest(item);
            sum += content;
            scratch.Clear();
            whenItem(key.Extract(item, scratch), key.Digest(item, canonical), content);
        }

        found.Add(sum, page.Items.Count);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }
}
