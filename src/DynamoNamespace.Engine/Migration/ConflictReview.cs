using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// Judges a copy's conflicts again once catch-up has caught up: a copy that was behind its old item when they were compared may be in step by now.
/// </summary>
internal sealed class ConflictReview(MigrationSession session, RunCheckpoint checkpoint)
{
    private readonly SourceReview review = new(session.Calls, session.Mapping, new CopyProof(session.Table.Key, session.Target));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (session.Counters[RunCount.Conflicts] == 0)
            return;
        var kept = new List<byte[]>();
        foreach (var report in RecordLog.Read<DdbItemReport>(session.Folder.RecordsPath(RunOperation.Copy)))
        {
            if (report.Reason == DdbItemReason.Conflict && await IsOverAsync(report, cancellationToken))
                session.Counters.TakeBackConflict(report.SourceKey);
            else
                kept.Add(RecordLog.Serialize(report));
        }

        checkpoint.ReplaceRecords(kept);
    }

    private async Task<bool> IsOverAsync(DdbItemReport report, CancellationToken cancellationToken)
    {
        using var block = new ItemBlock();
        var source = ItemReader.Parse(System.Text.Encoding.UTF8.GetBytes(report.SourceKeyJson!), block);
        var target = ItemReader.Parse(System.Text.Encoding.UTF8.GetBytes(report.TargetKeyJson!), block);
        var state = await review.ReviewAsync(new MigratingItem(source, target, null!, new PageProgress(null, static () => { })), cancellationToken);
        return state is null or { State: CopyState.Equal or CopyState.Newer };
    }
}
