using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Copies every candidate, and goes on into the delete where that is asked for.</summary>
internal sealed class CopyRun(MigrationSession session, RunCheckpoint checkpoint)
{
    private readonly WriteMode mode = new(session.Options.DryRun, session.Observer);

    public async Task<(DdbMigrationOutcome Outcome, DdbException? Error)> RunAsync(CancellationToken cancellationToken)
    {
        await CopyAsync(cancellationToken);
        WarnOfUnknownFamilies();
        if (session.Counters.Troubled > 0)
            return (DdbMigrationOutcome.Incomplete, RunTrouble.Of(session, session.Counters, session.Options.Delete && !session.Options.DryRun ? " Nothing was deleted." : ""));
        if (session.Options.DryRun)
            return (DdbMigrationOutcome.Planned, null);
        return session.Options.Delete ? await DeleteAsync(cancellationToken) : (DdbMigrationOutcome.Completed, null);
    }

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        using var targets = session.Options.DryRun ? new TargetKeys(session) : null;
        var pipeline = new BatchPipeline(session, checkpoint.Scan, send => new MappingHandler(session, session.Counters, keepsWholeSource: false, send));
        await RunProgress.WithAsync(session, session.Options.DryRun ? "Dry run" : "Copy", session.Counters, () => checkpoint.KeepAsync(
            token => pipeline.RunAsync(
                () => new ItemWriter(session.Calls, session.Mapping, session.Counters, mode, targets, session.Time).WriteAsync, token),
            cancellationToken));
        targets?.Report(session.Counters);
    }

    private async Task<(DdbMigrationOutcome, DdbException?)> DeleteAsync(CancellationToken cancellationToken)
    {
        var counters = new RunCounters(session.Mapping.Families);
        using var deletion = RunCheckpoint.Open(session, RunOperation.Delete, session.Settings);
        if (deletion.Resumed is { } resumed)
            counters.Resume(resumed, RecordLog.Read<DdbItemReport>(session.Folder.RecordsPath(RunOperation.Delete)));
        try
        {
            var (outcome, error) = await new DeleteRun(session, deletion, counters).RunAsync(cancellationToken);
            deletion.Finish(outcome);
            return (outcome, error);
        }
        finally
        {
            session.Counters.AddDelete(counters);
        }
    }

    private void WarnOfUnknownFamilies()
    {
        var unknown = session.Counters.Families.Where(family => !family.IsKnown).ToList();
        if (unknown.Count > 0)
        {
            session.Observer.OnWarning($"The mapping '{session.Mapping.Name}' does not name these families, and their items are migrated like the others: "
                + $"{string.Join(", ", unknown.Select(family => FormattableString.Invariant($"{family.Family} ({family.Candidates:N0} items)")))}.");
        }
    }
}
