using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>An item that records of the stream say has to be looked at.</summary>
internal sealed class ConcernedChange(Item key)
{
    public Item Key => key;

    /// <summary>What it had where a rule writes while that was out of date, as digests. What a client wrote there itself is not among them.</summary>
    public HashSet<UInt128> OutOfDate { get; } = [];
}

/// <summary>
/// Finds in stream records the items that a rule matches now, and those of which a client changed what a template was made from without changing what was made
/// of it. An instance serves one batch of records.
/// </summary>
internal sealed class ConcernedChanges(MigrationSession session, InPlaceMapping mapping, ItemBlock block)
{
    private readonly CanonicalItem canonical = new();
    private readonly RepetitionCheck check = new();
    private readonly ItemBlock scratch = new();
    private readonly Dictionary<UInt128, ConcernedChange> changes = [];

    public IReadOnlyCollection<ConcernedChange> Read(IReadOnlyList<StreamRecord> records)
    {
        foreach (var record in records)
        {
            if (record.NewImage is { } next)
                Add(record, next);
        }

        scratch.Dispose();
        return changes.Values;
    }

    private void Add(StreamRecord record, in Item next)
    {
        if (mapping.FindRule(next) is not null)
        {
            ChangeOf(record.Keys);
            return;
        }

        if (record.OldImage is not { } old)
            return;
        foreach (var rule in mapping.Rules)
        {
            if (!rule.TellsItsItems || !rule.IsFor(next) || !rule.IsFor(old) || mapping.FindRule(old) is not null)
                continue;
            scratch.Clear();
            var had = rule.Digest(next, canonical, scratch);
            if (had == rule.Digest(old, canonical, scratch) && check.FindWrong(rule, old).Count == 0 && check.FindWrong(rule, next).Count > 0)
                ChangeOf(record.Keys).OutOfDate.Add(had);
        }
    }

    private ConcernedChange ChangeOf(in Item keys)
    {
        var digest = canonical.Digest(keys);
        if (!changes.TryGetValue(digest, out var change))
            changes[digest] = change = new ConcernedChange(session.Table.Key.Extract(keys, block));
        return change;
    }
}
