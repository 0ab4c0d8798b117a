using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Decides, by what an item is now, what a change of it makes necessary. An instance serves one thread.</summary>
internal sealed class ChangeCarrier(MigrationSession session, InPlaceMapping mapping, CatchUpCounters counters, UpdateIndex index)
{
    private readonly CanonicalItem canonical = new();
    private readonly ItemComparison comparison = new();
    private readonly ItemBlock scratch = new();

    /// <returns>The update, its rule, and what the way back is to restore where the item alone does not tell; null where nothing is to be done.</returns>
    public (InPlaceRule Rule, ItemUpdate Update, byte[]? Before)? Plan(ConcernedChange change, FoundItems found, ItemBlock block)
    {
        if (!found.TryGet(change.Key, out var current) || session.Expiry.HasPassed(current))
            return Nothing();
        scratch.Clear();
        if (mapping.FindRule(current) is { } rule)
            return PlanFirst(change, current, rule, block);
        foreach (var done in mapping.Rules)
        {
            var had = done.Digest(current, canonical, scratch);
            if (!change.OutOfDate.Contains(had) || !done.IsFor(current))
                continue;
            if (!done.TryRepeat(current, block, out var next, out var problem) || (problem = session.FindProblem(current, next)) is not null)
            {
                Report(change.Key, $"A client changed what its rule '{done.Rule.Name}' is made from, and it cannot be made anew: {problem}. It was left as it is.");
                return null;
            }

            return done.UpdateTo(current, next, comparison) is { } update ? (done, update, BeforeOf(change.Key)) : Nothing();
        }

        return Nothing();
    }

    public void Report(in Item key, string detail) => counters.Report(
        new DdbItemReport(DdbItemReason.Failed, session.Table.Key.Describe(key), null, [], detail) { SourceKeyJson = key.ToString() });

    private (InPlaceRule Rule, ItemUpdate Update, byte[]? Before)? PlanFirst(ConcernedChange change, in Item current, InPlaceRule rule, ItemBlock block)
    {
        if (!rule.Rule.TryMap(current, block, out var mapped, out var problem) || (problem = session.FindProblem(current, mapped)) is not null)
        {
            Report(change.Key, $"A client wrote it, and its rule '{rule.Rule.Name}' cannot map it: {problem}. It was left as it is.");
            return null;
        }

        return rule.UpdateTo(current, mapped, comparison) is { } update ? (rule, update, null) : Nothing();
    }

    /// <summary>
    /// What stood there before the migration came first, if it has come already: what is out of date now, the migration itself had written then. The last
    /// entry need not be of what is there: an update that was entered may have failed.
    /// </summary>
    private byte[]? BeforeOf(in Item key) => index.Find(canonical.Digest(key)) is { Count: > 0 } entries ? entries[0].Original : null;

    private (InPlaceRule Rule, ItemUpdate Update, byte[]? Before)? Nothing()
    {
        Interlocked.Increment(ref counters.AlreadyApplied);
        return null;
    }
}
