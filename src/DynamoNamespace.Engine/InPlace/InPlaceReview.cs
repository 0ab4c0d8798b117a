using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Looks again, with consistent reads, at the items that are not as the rules make them: writers may have been at work while the scan read them.</summary>
internal sealed class InPlaceReview(MigrationSession session, InPlaceMapping mapping, VerificationCounters found)
{
    private const int KeysPerRequest = 50;

    public Task RunAsync(CopyLedger ledger, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        ledger.Unmatched(cancellationToken).Chunk(KeysPerRequest),
        new ParallelOptions { MaxDegreeOfParallelism = session.Layout.Scanners, CancellationToken = cancellationToken },
        async (keys, token) => await ReviewAsync(keys, token));

    private async Task ReviewAsync(byte[][] itemKeys, CancellationToken cancellationToken)
    {
        using var block = new ItemBlock();
        var check = new RepetitionCheck();
        var keys = itemKeys.Select(key => ItemReader.Parse(key, block)).ToList();
        using var items = await session.Calls.GetAsync(keys, consistent: true, cancellationToken);
        foreach (var key in keys)
        {
            // An item that is gone by now is none to change.
            if (items.TryGet(key, out var item))
                Judge(item, check);
        }
    }

    private void Judge(in Item item, RepetitionCheck check)
    {
        if (mapping.FindRule(item) is not null)
        {
            Interlocked.Increment(ref found.Missing);
            Report(item, DdbDifferenceKind.NotUpdated, []);
            return;
        }

        foreach (var rule in mapping.Rules)
        {
            if (!rule.TellsItsItems || !rule.IsFor(item))
                continue;
            if (check.FindWrong(rule, item) is { Count: > 0 } wrong)
            {
                Interlocked.Increment(ref found.Different);
                Report(item, DdbDifferenceKind.NotAsMapped, wrong);
            }
            else
            {
                session.Counters.Count(RunCount.AlreadyMigrated, null);
            }

            return;
        }
    }

    private void Report(in Item item, DdbDifferenceKind kind, IReadOnlyList<string> attributes) =>
        found.Report(new DdbMigrationDifference(session.Table.Name, session.Table.Key.Describe(item), null, kind, attributes));
}
