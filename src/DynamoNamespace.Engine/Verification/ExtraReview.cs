using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Verification;

/// <summary>
/// Looks again, with consistent reads, at the items of the target table that no old item was found for. A copy whose old item this migration deleted is
/// none of them, nor one whose old item was made or came back meanwhile.
/// </summary>
internal sealed class ExtraReview(MigrationSession session, VerificationCounters found)
{
    private const int KeysPerRequest = 50;

    private readonly CanonicalItem canonical = new();

    public async Task RunAsync(CopyLedger ledger, CancellationToken cancellationToken)
    {
        if (!session.Mapping.HasInverse)
            return;
        using var deletions = new JournalIndex(session.Folder.DeletionsPath);
        foreach (var keys in ledger.Extra(cancellationToken).Chunk(KeysPerRequest))
            await ReviewAsync(keys, deletions, cancellationToken);
    }

    private async Task ReviewAsync(byte[][] targetKeys, JournalIndex deletions, CancellationToken cancellationToken)
    {
        using var block = new ItemBlock();
        var keys = targetKeys.Select(key => ItemReader.Parse(key, block)).Where(key => deletions.Find(canonical.Digest(key)) is not { Kind: JournalEntryKind.Deleted }).ToList();
        using var copies = await session.Target.GetAsync(keys, consistent: true, cancellationToken);
        var left = new List<(Item Key, Item? Old)>();
        foreach (var key in keys)
        {
            // An item that is gone by now is none too many.
            if (copies.TryGet(key, out var copy) && !session.Expiry.HasPassed(copy))
                left.Add((key, OldOf(copy, block)));
        }

        var olds = left.Where(pair => pair.Old is not null).Select(pair => session.Table.Key.Extract(pair.Old!.Value, block)).DistinctBy(key => canonical.Digest(key)).ToList();
        using var sources = await session.Calls.GetAsync(olds, consistent: true, cancellationToken);
        foreach (var (key, old) in left)
        {
            if (old is { } expected && sources.TryGet(expected, out var source) && MapsTo(source, key, block))
                continue;
            Interlocked.Increment(ref found.Extra);
            found.Report(new(session.Target.Table.Name, old is { } one ? session.Table.Key.Describe(one) : null, session.Target.Table.Key.Describe(key), DdbDifferenceKind.ExtraItem, []));
        }
    }

    private Item? OldOf(in Item copy, ItemBlock block) =>
        session.Mapping.FindTargetRule(copy) is { } rule && rule.TryUnmap(copy, block, out var old, out _) && session.Table.Key.Covers(old) ? old : null;

    private bool MapsTo(in Item source, in Item key, ItemBlock block) =>
        session.Mapping.FindRule(source) is { } rule && rule.TryMap(source, block, out var mapped, out _)
        && session.Target.Table.Key.Covers(mapped) && session.Target.Table.Key.IsSame(mapped, key);
}
