using Amazon.Runtime;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>
/// Judges the changes that were put off, once the copy is finished and the stream is read beyond them: the old item and its copy are read consistently,
/// the copy is brought in step if it is in a state that was seen, and is a conflict if it is in none.
/// </summary>
internal sealed class PutOffReview(MigrationSession session, CatchUpCounters counters, PutOffChanges putOff, ReviewTurns turns, JournalIndex deletions)
{
    private const int KeysPerRequest = 50;

    private readonly CopyJudge judge = new();
    private readonly CopyWriter writer = new(session.Target);
    private readonly ItemComparison comparison = new();
    private readonly CanonicalItem canonical = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var some in putOff.UnderReview().Chunk(KeysPerRequest))
            await turns.AloneAsync(() => ReviewAsync([.. some.Where(change => !putOff.IsVoided(change))], cancellationToken), cancellationToken);
    }

    private async Task ReviewAsync(IReadOnlyList<PutOffChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
            return;
        using var block = new ItemBlock();
        var keys = changes.Select(change => (Change: change, Source: Parse(change.Source, block), Target: Parse(change.Target, block))).ToList();
        using var sources = await session.Calls.GetAsync([.. keys.Select(key => key.Source).DistinctBy(key => canonical.Digest(key))], consistent: true, cancellationToken);
        using var copies = await session.Target.GetAsync([.. keys.Select(key => key.Target).DistinctBy(key => canonical.Digest(key))], consistent: true, cancellationToken);
        // What changed while it was looked at is put off again, before the stream's next changes are applied.
        var left = new List<PutOffChange>();
        foreach (var (change, sourceKey, targetKey) in keys)
        {
            Item? source = sources.TryGet(sourceKey, out var old) ? old : null;
            Item? copy = copies.TryGet(targetKey, out var there) ? there : null;
            if (!await IsSettledAsync(change, sourceKey, targetKey, source, copy, cancellationToken))
                left.Add(change);
        }

        putOff.Add(left);
    }

    private async Task<bool> IsSettledAsync(PutOffChange change, Item sourceKey, Item targetKey, Item? source, Item? copy, CancellationToken cancellationToken)
    {
        using var block = new ItemBlock();
        var (wanted, rule, isUnmappable) = Map(source, targetKey, block);
        // What cannot be mapped was reported when it was read; and what the migration itself deleted keeps its copy.
        if (isUnmappable || (wanted is null && deletions.Find(canonical.Digest(targetKey)) is { Kind: JournalEntryKind.Deleted }))
            return true;
        try
        {
            switch (judge.Judge(copy, wanted, rule, change.StateDigests))
            {
                case CopyStanding.InStep:
                    Interlocked.Increment(ref counters.AlreadyApplied);
                    return true;
                case CopyStanding.Behind when wanted is { } next:
                    return await writer.ReplaceAsync(copy!.Value, next, cancellationToken) && Count(ref counters.Written);
                case CopyStanding.Behind:
                    return await writer.DeleteAsync(copy!.Value, cancellationToken) && CountDeleted(change);
                case CopyStanding.Absent when change.BeginsAbsent:
                    return session.Expiry.HasPassed(wanted!.Value) || (await writer.PutIfAbsentAsync(wanted.Value, cancellationToken) && Count(ref counters.Written));
                default:
                    counters.Report(Conflict(sourceKey, targetKey, wanted, rule, copy));
                    return true;
            }
        }
        catch (AmazonServiceException error) when (CopyWriter.IsRefusal(error))
        {
            counters.Report(CatchUpReports.Refused(session, sourceKey, targetKey, error));
            return true;
        }
    }

    private (Item? Wanted, MappingRule? Rule, bool IsUnmappable) Map(Item? source, Item targetKey, ItemBlock block)
    {
        if (source is not { } old)
            return (null, null, false);
        if (session.Mapping.FindRule(old) is not { } rule)
            return (null, null, session.IsOverlooked(old));
        if (!rule.TryMap(old, block, out var mapped, out _) || session.FindProblem(old, mapped) is not null)
            return (null, rule, true);
        return session.Target.Table.Key.IsSame(mapped, targetKey) ? (mapped, rule, false) : (null, rule, false);
    }

    private DdbItemReport Conflict(Item sourceKey, Item targetKey, Item? wanted, MappingRule? rule, Item? copy)
    {
        if (copy is not { } there)
        {
            return CatchUpReports.Conflict(session, sourceKey, targetKey, [],
                "An old client changed it, and its copy is gone: a new client deleted it.");
        }

        if (wanted is not { } next)
        {
            return CatchUpReports.Conflict(session, sourceKey, targetKey, [],
                "An old client deleted it, or it expired, and a new client had changed its copy.");
        }

        var attributes = comparison.DifferingAttributes(next, there);
        var clock = rule?.FindClock(next);
        return CatchUpReports.Conflict(session, sourceKey, targetKey, attributes,
            $"An old client changed it, and a new client had changed its copy; they differ in {string.Join(", ", attributes)}.") with
        {
            Clock = clock?.Attribute,
            SourceClock = clock?.Read(next),
            TargetClock = clock?.Read(there),
        };
    }

    private bool CountDeleted(PutOffChange change)
    {
        if (change.IsExpiry)
            Interlocked.Increment(ref counters.Expired);
        return Count(ref counters.Deleted);
    }

    private static Item Parse(string json, ItemBlock block) => ItemReader.Parse(System.Text.Encoding.UTF8.GetBytes(json), block);

    private static bool Count(ref long counter)
    {
        Interlocked.Increment(ref counter);
        return true;
    }
}
