using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Files;

/// <summary>Writes scanned pages to a file, a page at a time.</summary>
internal sealed class ExportHandler(TableFileWriter writer, ItemSetDigest scanned) : IPageHandler
{
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock lines = new(1024 * 1024);

    public ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        lines.Clear();
        UInt128 sum = 0;
        foreach (var item in page.Items)
        {
            TableFileLine.Append(lines, item);
            sum += canonical.Digest(item);
        }

        writer.Write(lines.Written, page.Items.Count);
        scanned.Add(sum, page.Items.Count);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        lines.Dispose();
        return ValueTask.CompletedTask;
    }
}
