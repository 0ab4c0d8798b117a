using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>Turns stream records into changes of copies, all records of one copy into one change. An instance serves one batch of records.</summary>
internal sealed class ChangeReader(MigrationSession session, JournalIndex deletions, CatchUpCounters counters) : IDisposable
{
    private readonly ItemBlock block = new(64 * 1024, 1024);
    private readonly CanonicalItem canonical = new();
    private readonly Dictionary<UInt128, CopyChange> changes = [];

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
        var before = Map(record, record.OldImage);
        var after = Map(record, record.NewImage);
        if (before is null && after is null)
            return;
        Interlocked.Increment(ref counters.Changes);
        // A mapping may move an item to another key when an attribute changes: its copy goes there and comes here.
        if (before is { } old && (after is null || after.Value.KeyDigest != old.KeyDigest))
            Remove(record, old);
        if (after is { } next)
            Put(record, next, beginsAbsent: before is null || before.Value.KeyDigest != next.KeyDigest, before);
    }

    private void Remove(StreamRecord record, MappedImage old)
    {
        // The migration's own delete is in the stream like any other.
        if (record.NewImage is null && deletions.Find(old.KeyDigest) is { Kind: JournalEntryKind.Deleted } entry && entry.Content == old.Content)
            return;
        var change = ChangeOf(record, old, beginsAbsent: false);
        change.States.Add(old.Content);
        change.Final = null;
        change.IsExpiry = record.IsExpiry;
    }

    private void Put(StreamRecord record, MappedImage next, bool beginsAbsent, MappedImage? before)
    {
        var change = ChangeOf(record, next, beginsAbsent);
        if (!beginsAbsent)
            change.States.Add(before!.Value.Content);
        change.States.Add(next.Content);
        change.Final = next.Item;
        change.Rule = next.Rule;
        change.IsExpiry = false;
    }

    private CopyChange ChangeOf(StreamRecord record, MappedImage image, bool beginsAbsent)
    {
        if (!changes.TryGetValue(image.KeyDigest, out var change))
        {
            var key = session.Table.Key;
            change = new CopyChange(key.Extract(record.Keys, block), key.Extract(image.Item, block), beginsAbsent);
            changes[image.KeyDigest] = change;
        }

        change.Rule ??= image.Rule;
        return change;
    }

    private MappedImage? Map(StreamRecord record, Item? image)
    {
        if (image is not { } item || session.Mapping.FindRule(item) is not { } rule)
            return null;
        string? problem = null;
        var (length, slots) = (block.Length, block.SlotCount);
        if (!rule.TryMap(item, block, out var mapped, out problem) || (problem = session.FindProblem(item, mapped)) is not null)
        {
            block.Truncate(length, slots);
            // The old image was reported when it was the new one, or by the copy.
            if (record.NewImage is { } next && next.Json == item.Json)
                Report(record, problem);
            return null;
        }

        return new MappedImage(mapped, rule, canonical.Digest(session.Table.Key.Extract(mapped, block)), canonical.Digest(mapped));
    }

    private void Report(StreamRecord record, string? problem)
    {
        var key = session.Table.Key;
        counters.Report(new DdbItemReport(DdbItemReason.Failed, key.Describe(record.Keys), null, [],
            $"An old client wrote it, and it cannot be carried over: {problem}. The old item was left as it is.")
        {
            SourceKeyJson = record.Keys.ToString(),
        });
    }

    private readonly record struct MappedImage(Item Item, MappingRule Rule, UInt128 KeyDigest, UInt128 Content);
}
