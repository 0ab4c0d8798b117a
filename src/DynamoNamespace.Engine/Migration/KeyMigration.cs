using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Copies old items to their new keys, and deletes old items whose copies are proven.</summary>
public static class KeyMigration
{
    /// <summary>
    /// Copies every candidate to its new key, if nothing stands there; with <see cref="MigrationOptions.Delete"/> goes on into
    /// the delete once everything is copied; with <see cref="MigrationOptions.DryRun"/> only tells what it would do.
    /// </summary>
    /// <exception cref="DdbException">The run cannot begin; nothing was changed.</exception>
    public static Task<MigrationRun> CopyAsync(MigrationOptions options, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options, observer, TimeProvider.System, session => RunAsync(session, async () =>
        {
            var mode = new WriteMode(options.DryRun, observer);
            using var targets = options.DryRun ? new TargetKeys(session) : null;
            await RunProgress.WithAsync(session, options.DryRun ? "Dry run" : "Copy", session.Counters, () =>
                new BatchPipeline(session, session.Counters, keepsWholeSource: false).RunAsync(
                    () => new ItemWriter(session.Calls, session.Counters, mode, targets, session.Time).WriteAsync, cancellationToken));
            targets?.Report(session.Counters);
            WarnOfUnknownFamilies(session);
            if (session.Counters.Troubled > 0)
                return Incomplete(session, session.Counters, options.Delete && !options.DryRun ? " Nothing was deleted." : "");
            if (options.DryRun)
                return (DdbMigrationOutcome.Planned, null);
            return options.Delete ? await DeleteAfterCopyAsync(session, mode, cancellationToken) : (DdbMigrationOutcome.Completed, null);
        }, cancellationToken), cancellationToken);

    /// <summary>Deletes the old items whose copies are proven, and reports the rest.</summary>
    /// <exception cref="DdbException">The run cannot begin; nothing was changed.</exception>
    public static Task<MigrationRun> DeleteAsync(MigrationOptions options, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options, observer, TimeProvider.System, session => RunAsync(session, async () =>
        {
            var mode = new WriteMode(options.DryRun, observer);
            await DeleteAsync(session, session.Counters, mode, cancellationToken);
            if (session.Counters.Troubled > 0)
                return Incomplete(session, session.Counters, "");
            return (options.DryRun ? DdbMigrationOutcome.Planned : DdbMigrationOutcome.Completed, null);
        }, cancellationToken), cancellationToken);

    private static async Task<(DdbMigrationOutcome, DdbException?)> DeleteAfterCopyAsync(MigrationSession session, WriteMode mode, CancellationToken cancellationToken)
    {
        var counters = new RunCounters(session.Mapping.Families);
        try
        {
            await DeleteAsync(session, counters, mode, cancellationToken);
        }
        finally
        {
            session.Counters.AddDelete(counters);
        }

        return counters.Troubled > 0 ? Incomplete(session, counters, "") : (DdbMigrationOutcome.Completed, null);
    }

    private static Task DeleteAsync(MigrationSession session, RunCounters counters, WriteMode mode, CancellationToken cancellationToken) =>
        RunProgress.WithAsync(session, session.Options.DryRun ? "Dry run of the delete" : "Delete", counters, () =>
            new BatchPipeline(session, counters, keepsWholeSource: true).RunAsync(
                () => new ItemDeleter(session.Calls, counters, mode, session.Time).DeleteAsync, cancellationToken));

    /// <summary>Whatever ends a run that has begun, its result is told.</summary>
    private static async Task<MigrationRun> RunAsync(
        MigrationSession session, Func<Task<(DdbMigrationOutcome Outcome, DdbException? Error)>> work, CancellationToken cancellationToken)
    {
        try
        {
            var (outcome, error) = await work();
            return new MigrationRun(session.ToResult(outcome), error, IsInterrupted: false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            var error = new DdbException("MigrationInterrupted", DdbErrorKind.Incomplete, session.Table.Name,
                $"The run on table '{session.Table.Name}' was stopped. What it had written stays and is safe; run the same command again to go on.");
            return new MigrationRun(session.ToResult(DdbMigrationOutcome.Incomplete), error, IsInterrupted: true);
        }
        catch (Exception error) when (session.Translate(error) is DdbException translated)
        {
            return new MigrationRun(session.ToResult(DdbMigrationOutcome.Incomplete), translated, IsInterrupted: false);
        }
    }

    private static void WarnOfUnknownFamilies(MigrationSession session)
    {
        var unknown = session.Counters.Families.Where(family => !family.IsKnown).ToList();
        if (unknown.Count > 0)
        {
            session.Observer.OnWarning($"The mapping '{session.Mapping.Name}' does not name these families, and their items are migrated like the others: "
                + $"{string.Join(", ", unknown.Select(family => FormattableString.Invariant($"{family.Family} ({family.Candidates:N0} items)")))}.");
        }
    }

    private static (DdbMigrationOutcome, DdbException?) Incomplete(MigrationSession session, RunCounters counters, string more)
    {
        var first = counters.Reports.Count > 0 ? $" The first: {counters.Reports[0]}" : "";
        return (DdbMigrationOutcome.Incomplete, new DdbException("MigrationIncomplete", DdbErrorKind.Incomplete, session.Table.Name,
            FormattableString.Invariant($"The run on table '{session.Table.Name}' is incomplete: {counters.Conflicts:N0} conflicts, {counters.Failed:N0} failed, {counters.Kept:N0} kept of {counters.Candidates:N0} candidates.")
            + $"{more} The result's Reports name the items.{first}"));
    }
}
