using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.InPlace;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Verification;

/// <summary>Checks a migration: reads the table once, and by key only what did not match.</summary>
public static class MigrationVerification
{
    /// <summary>What was compared longer ago proves nothing of the table as it is now; the verification begins anew then.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>The ledger has up to hundreds of files to flush.</summary>
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs all checks. A verification that was stopped goes on from its checkpoint.</summary>
    /// <param name="options">What to check. Nothing is written.</param>
    /// <param name="onDifference">Hears each difference as it is found, from any thread; null if only the checks are wanted.</param>
    /// <param name="observer">Hears progress.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="DdbException">The table cannot be read at all.</exception>
    public static Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(
        MigrationOptions options, Action<DdbMigrationDifference>? onDifference, IRunObserver observer, CancellationToken cancellationToken) =>
        RunAsync(options, new DeploymentOptions(), onDifference, observer, cancellationToken);

    /// <summary>Runs all checks, and those of what stands around the table.</summary>
    /// <param name="options">What to check. Nothing is written.</param>
    /// <param name="deployment">What of the deployment is to be checked too.</param>
    /// <param name="onDifference">Hears each difference as it is found, from any thread; null if only the checks are wanted.</param>
    /// <param name="observer">Hears progress.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="DdbException">The table cannot be read at all, or there is no such stack.</exception>
    public static async Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(
        MigrationOptions options, DeploymentOptions deployment, Action<DdbMigrationDifference>? onDifference, IRunObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            return await MigrationSession.RunAsync(options, observer, TimeProvider.System,
                session => RunAsync(session, deployment, onDifference, cancellationToken), cancellationToken);
        }
        catch (DdbException error) when (error.ErrorId is "NamespaceNotRegistered" or "NamespaceNotActive")
        {
            return [.. VerificationReport.WithoutNamespace(options, error), .. DeploymentChecks.WithoutNamespace(options, deployment)];
        }
    }

    private static async Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(
        MigrationSession session, DeploymentOptions deployment, Action<DdbMigrationDifference>? onDifference, CancellationToken cancellationToken)
    {
        using var around = await DeploymentChecks.OpenAsync(session, deployment, cancellationToken);
        using var checkpoint = RunCheckpoint.Open(session, RunOperation.Verify, session.Settings, earlier => session.IsOneTable && session.Time.GetUtcNow() - earlier.UpdatedAt < LongestPause);
        session.Events.Started(session, nameof(RunOperation.Verify), checkpoint);
        checkpoint.Interval = SaveInterval;
        var found = new VerificationCounters(session.Counters, onDifference);
        if (checkpoint.Resumed is { } resumed)
            found.Resume(resumed, RecordLog.Read<DdbMigrationDifference>(session.Folder.RecordsPath(RunOperation.Verify)));
        var known = await session.KnownNamespaceIdsAsync(cancellationToken);
        using var ledger = new CopyLedger(session.Table.ItemCount, session.Folder.LedgerPath, checkpoint.Resumed?.LedgerLengths);
        checkpoint.Complete = saved => saved with { LedgerLengths = ledger.Flush() };
        var items = session.Table.ItemCount + (session.IsOneTable ? 0 : session.Target.Table.ItemCount);
        long? scannedBefore = null;
        await RunProgress.WithAsync(session, () => session.Snapshot("Verify", session.Counters, items), () => checkpoint.KeepAsync(async token =>
        {
            if (session.InPlace is { } inPlace)
            {
                await InPlaceVerification.ScanAsync(session, inPlace, checkpoint, ledger, found, token);
                return;
            }

            await new ParallelScan(session.Calls, session.Layout.ForReading(), checkpoint.Scan).RunAsync(
                () => new VerificationHandler(session, session.Calls, ledger, found, known), token);
            if (!session.IsOneTable)
            {
                scannedBefore = session.Counters[RunCount.Scanned];
                await new ParallelScan(session.Target, session.LayoutOf(session.Target).ForReading(), session.NewScan("Verify the target", session.Target)).RunAsync(
                    () => new VerificationHandler(session, session.Target, ledger, found, known), token);
                await new ExtraReview(session, found).RunAsync(ledger, token);
            }

            await new UnmatchedReview(session, found).RunAsync(ledger, token);
        }, cancellationToken));
        var missingItems = await new ExpectedItems(session).FindMissingAsync(cancellationToken);
        checkpoint.Complete = static saved => saved;
        checkpoint.Finish(DdbMigrationOutcome.Completed);
        ledger.Delete();
        IReadOnlyList<DdbMigrationCheck> checks =
            [.. new VerificationReport(session, found, missingItems).Checks(), .. await around.RunAsync(session.Counters[RunCount.Scanned] - (scannedBefore ?? found.OldItems), cancellationToken)];
        session.Events.Ended(DdbMigrationOutcome.Completed, error: null, json =>
        {
            json.WriteStartObject("checks");
            foreach (var check in checks)
                json.WriteString(check.Name, check.Status.ToString());
            json.WriteEndObject();
        });
        return checks;
    }
}
