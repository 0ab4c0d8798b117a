using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Finds the items on scanned pages that the migration changed, and hands them on in batches, each with what it was before.</summary>
internal sealed class InPlaceUndoHandler(MigrationSession session, UndoJudge judge, Func<WriteBatch, CancellationToken, ValueTask> send) : IPageHandler
{
    private readonly ItemBlock scratch = new();
    private WriteBatch batch = new();

    public async ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        session.Counters.Count(RunCount.Scanned, progress, page.ScannedCount);
        foreach (var item in page.Items)
        {
            Take(item, progress);
            if (batch.IsFull(session.Layout.BatchSize))
                await SendAsync(cancellationToken);
        }
    }

    public async ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        if (batch.Items.Count > 0)
            await SendAsync(cancellationToken);
        batch.Dispose();
        scratch.Dispose();
    }

    private void Take(in Item item, PageProgress progress)
    {
        var verdict = judge.Judge(item, batch.Block);
        if (verdict.Rule is null && verdict.Reason is null)
            return;
        session.Counters.CountCandidate(session.Mapping.Families.Read(item), progress);
        if (verdict.Rule is not { } rule)
        {
            session.Counters.Report(InPlaceReports.Left(session, item, verdict, scratch), progress);
            return;
        }

        progress.Hold();
        batch.Add(new MigratingItem(item.CopyTo(batch.Block), verdict.Before, rule.Rule, progress));
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var full = batch;
        batch = new WriteBatch();
        await send(full, cancellationToken);
    }
}
