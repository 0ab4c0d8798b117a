using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Verification;

/// <summary>
/// Looks again, with consistent reads, at the old items that the ledger found no equal copy for: writers may have been at work
/// between the reads of the scan, and a copy may be newer.
/// </summary>
internal sealed class UnmatchedReview(MigrationSession session, VerificationCounters found)
{
    private const int KeysPerRequest = 50;

    public Task RunAsync(CopyLedger ledger, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        ledger.Unmatched(cancellationToken).Chunk(KeysPerRequest),
        new ParallelOptions { MaxDegreeOfParallelism = session.Layout.Scanners, CancellationToken = cancellationToken },
        async (keys, token) => await ReviewAsync(keys, token));

    private async Task ReviewAsync(byte[][] sourceKeys, CancellationToken cancellationToken)
    {
        using var block = new ItemBlock();
        var proof = new CopyProof(session.Table.Key, session.Target);
        var keys = sourceKeys.Select(key => ItemReader.Parse(key, block)).ToList();
        using var sources = await session.Calls.GetAsync(keys, consistent: true, cancellationToken);
        var items = new List<MigratingItem>();
        foreach (var key in keys)
        {
            // An item that is gone by now needs no copy.
            if (!sources.TryGet(key, out var source) || session.Mapping.FindRule(source) is not { } rule)
                continue;
            if (rule.TryMap(source, block, out var mapped, out _))
                items.Add(new MigratingItem(source, mapped, rule, new PageProgress(null, static () => { })));
        }

        if (items.Count == 0)
            return;
        using var copies = await proof.ReadCopiesAsync(items, consistent: true, cancellationToken);
        foreach (var item in items)
            Count(item, proof.Judge(item, copies, out var copy), proof, copy);
    }

    private void Count(MigratingItem item, CopyState state, CopyProof proof, in Item copy)
    {
        var (sourceKey, targetKey) = (session.Table.Key.Describe(item.Source), session.Target.Table.Key.Describe(item.Mapped));
        switch (state)
        {
            case CopyState.Newer:
                Interlocked.Increment(ref found.Newer);
                break;
            case CopyState.Missing:
                Interlocked.Increment(ref found.Missing);
                found.Report(new(session.Table.Name, sourceKey, targetKey, DdbDifferenceKind.MissingCopy, []));
                break;
            case CopyState.Different:
                Interlocked.Increment(ref found.Different);
                found.Report(new(session.Table.Name, sourceKey, targetKey, DdbDifferenceKind.DifferentCopy, proof.DifferingAttributes(item, copy)));
                break;
            default:
                break;
        }
    }
}
