using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>Turns stream records into changes of copies, all records of one old item and its copy into one change. An instance serves one batch of records.</summary>
internal sealed class ChangeReader(MigrationSession session, JournalIndex deletions, CatchUpCounters counters) : IDisposable
{
    private readonly ItemBlock block = new(64 * 1024, 1024);
    private readonly CanonicalItem canonical = new();
    private readonly Dictionary<(UInt128 Source, UInt128 Target), CopyChange> changes = [];

    /// <summary>The changes of copies that these records tell. They may be read until this is disposed.</summary>
    public IReadOnlyCollection<CopyChange> Read(IReadOnlyList<StreamRecord> records)
    {
        foreach (var record in records)
            Add(record);
        return changes.Values;
    }

    public void Dispose() => block.Dispose();

    private void Add(StreamRecord record)
    {
        var before = Map(record.OldImage, out _);
        var after = Map(record.NewImage, out var problem);
        if (problem is not null)
        {
            // Its copy stays as it is, in the last state that could be carried.
            Report(record, problem);
            return;
        }

        if (before is null && after is null)
            return;
        Interlocked.Increment(ref counters.Changes);
        // A mapping may move an item to another key when an attribute changes: its copy goes there and comes here.
        if (before is { } old && (after is null || after.Value.KeyDigest != old.KeyDigest))
            Remove(record, old);
        if (after is { } next)
            Put(record, next, before is { } same && same.KeyDigest == next.KeyDigest ? same : null);
    }

    private void Remove(StreamRecord record, MappedImage old)
    {
        // The migration's own delete is in the stream like any other.
        if (record.NewImage is null && deletions.Find(old.KeyDigest) is { Kind: JournalEntryKind.Deleted } entry && entry.Content == old.Content)
            return;
        var change = ChangeOf(record, old);
        change.States.Add(old.Content);
        // A review may find it made anew before the stream tells of that.
        change.BeginsAbsent = true;
        change.Final = null;
        change.IsExpiry = record.IsExpiry;
    }

    private void Put(StreamRecord record, MappedImage next, MappedImage? before)
    {
        var change = ChangeOf(record, next);
        if (before is { } old)
            change.States.Add(old.Content);
        // What could not be written, or had expired and was left out, has no copy yet.
        change.BeginsAbsent |= before is null || !before.Value.IsCopied || session.Expiry.HasPassed(before.Value.Item);
        change.States.Add(next.Content);
        change.Final = next.Item;
        change.Rule = next.Rule;
        change.IsExpiry = false;
    }

    private CopyChange ChangeOf(StreamRecord record, MappedImage image)
    {
        var keys = (canonical.Digest(record.Keys), image.KeyDigest);
        if (!changes.TryGetValue(keys, out var change))
        {
            change = new CopyChange(session.Table.Key.Extract(record.Keys, block), session.Target.Table.Key.Extract(image.Item, block));
            changes[keys] = change;
        }

        change.Rule ??= image.Rule;
        return change;
    }

    /// <param name="image">The old item as it was or is.</param>
    /// <param name="problem">Why it has no copy although it should have one.</param>
    /// <returns>What it maps to, also where that cannot be written; null where there is nothing, or the rule cannot map it.</returns>
    private MappedImage? Map(Item? image, out string? problem)
    {
        problem = null;
        if (image is not { } item)
            return null;
        if (session.Mapping.FindRule(item) is not { } rule)
        {
            problem = session.IsOverlooked(item) ? "no rule of the mapping matches it, and none says that it stays" : null;
            return null;
        }

        var (length, slots) = (block.Length, block.SlotCount);
        if (!rule.TryMap(item, block, out var mapped, out problem))
        {
            block.Truncate(length, slots);
            return null;
        }

        problem = session.FindProblem(item, mapped);
        return new MappedImage(mapped, rule, canonical.Digest(session.Target.Table.Key.Extract(mapped, block)), canonical.Digest(mapped), IsCopied: problem is null);
    }

    private void Report(StreamRecord record, string problem)
    {
        var key = session.Table.Key;
        counters.Report(new DdbItemReport(DdbItemReason.Failed, key.Describe(record.Keys), null, [],
            $"An old client wrote it, and it cannot be carried over: {problem}. The old item and its copy were left as they are.")
        {
            SourceKeyJson = record.Keys.ToString(),
        });
    }

    private readonly record struct MappedImage(Item Item, MappingRule Rule, UInt128 KeyDigest, UInt128 Content, bool IsCopied);
}
