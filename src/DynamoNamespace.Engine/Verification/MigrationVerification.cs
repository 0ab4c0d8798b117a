using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Verification;

/// <summary>Checks a migration: reads the table once, and by key only what did not match.</summary>
public static class MigrationVerification
{
    /// <summary>Runs all checks.</summary>
    /// <param name="options">What to check. Nothing is written.</param>
    /// <param name="onDifference">Hears each difference as it is found, from any thread; null if only the checks are wanted.</param>
    /// <param name="observer">Hears progress.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="DdbException">The table cannot be read at all.</exception>
    public static async Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(
        MigrationOptions options, Action<DdbMigrationDifference>? onDifference, IRunObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            return await MigrationSession.RunAsync(options, observer, TimeProvider.System,
                session => RunAsync(session, new VerificationCounters(onDifference), cancellationToken), cancellationToken);
        }
        catch (DdbException error) when (error.ErrorId is "NamespaceNotRegistered" or "NamespaceNotActive")
        {
            return VerificationReport.WithoutNamespace(options, error);
        }
    }

    private static async Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(
        MigrationSession session, VerificationCounters found, CancellationToken cancellationToken)
    {
        var known = await session.KnownNamespaceIdsAsync(cancellationToken);
        using var ledger = new CopyLedger(session.Table.ItemCount);
        await RunProgress.WithAsync(session, "Verify", session.Counters, async () =>
        {
            await new ParallelScan(session.Calls, session.Layout).RunAsync(
                () => new VerificationHandler(session, ledger, found, known), cancellationToken);
            await new UnmatchedReview(session, found).RunAsync(ledger, cancellationToken);
        });
        var missingItems = await new ExpectedItems(session).FindMissingAsync(cancellationToken);
        return new VerificationReport(session, found, missingItems).Checks();
    }
}
