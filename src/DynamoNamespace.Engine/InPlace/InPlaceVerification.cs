using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Checks a migration in place: reads the table once, and by key only what is not as the rules make it.</summary>
internal static class InPlaceVerification
{
    public static async Task ScanAsync(
        MigrationSession session, InPlaceMapping mapping, RunCheckpoint checkpoint, CopyLedger ledger, VerificationCounters found, CancellationToken cancellationToken)
    {
        var layout = session.Layout.ForReading() with { Filter = mapping.Concerned };
        await new ParallelScan(session.Calls, layout, checkpoint.Scan).RunAsync(() => new InPlaceVerificationHandler(session, mapping, ledger, found), cancellationToken);
        await new InPlaceReview(session, mapping, found).RunAsync(ledger, cancellationToken);
    }
}
