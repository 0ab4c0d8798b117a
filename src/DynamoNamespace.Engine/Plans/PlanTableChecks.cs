using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Plans;

/// <summary>Says what the test of a plan found in the table and its items, check by check.</summary>
internal sealed class PlanTableChecks(MigrationSession session, PlanFindings found)
{
    public IEnumerable<CheckFinding> Checks()
    {
        yield return new("TableFits", DdbCheckStatus.Pass, $"a table with the key {session.Mapping.Key}", "it is");
        foreach (var expected in session.Mapping.ExpectedIndexes)
            yield return Index(expected);
        foreach (var rule in session.Mapping.Rules)
            yield return Rule(rule);
        if (session.Mapping.Rules.Count > 0)
        {
            foreach (var check in Items())
                yield return check;
            yield return Unmatched();
        }

        foreach (var entity in session.Mapping.NewEntities)
            yield return Entity(entity);
    }

    private IEnumerable<CheckFinding> Items()
    {
        yield return None("AttributesPresent", found.Unmappable, "items that every template can be filled from", "items that lack something",
            "Mend these items, or let the rule match those only that have it.");
        var movesInTable = session.IsOneTable && session.InPlace is null;
        if (movesInTable)
            yield return None("ItemsMoved", found.Unmoved, "a new key for each item", "items that keep their key", "Let the rule match only what it moves.");
        if (session.IsOneTable)
        {
            yield return None("NewItemsUnmatched", found.MatchedAgain, "new items that no rule matches", "items that would be mapped again",
                "Let 'match' say what only old items look like.");
        }

        yield return None("LimitsKept", found.TooLarge, "keys and items that the table can take", "items beyond them", "Use shorter keys, or leave these items out.");
        if (session.InPlace is null)
        {
            yield return None("TargetsDistinct", found.Colliding, "a new key of its own for each item", "items that share one",
                "Let the templates keep them apart. A run would put the first that it meets and report the other.");
        }

        // What stands in another table is not seen by this pass; a dry run of the copy looks there.
        if (movesInTable)
            yield return TargetsFree();
        yield return None("InverseProven", found.NoWayBack, "new items that lead back", "items whose new item does not lead back",
            "Let the inverse match what the rule makes, and no other rule's items.");
    }

    private CheckFinding TargetsFree() => found.Taken.Count == 0
            ? new("TargetsFree", DdbCheckStatus.Pass, "nothing else under the new keys", found.Done.Of("new items there already, all as the mapping makes them"))
            : new("TargetsFree", DdbCheckStatus.Warn, "nothing else under the new keys", found.Taken.Of("new keys taken by another item"), found.Taken.Examples,
                "Find out who wrote these. A run leaves them, and reports each that is not newer by its version clock.");

    private CheckFinding Rule(MappingRule rule)
    {
        var matched = found.Matched(rule);
        return matched.Count > 0
            ? new(NameOf("Rule", rule.Name), DdbCheckStatus.Pass, "items that it matches", matched.Of("items"), matched.Examples)
            : new(NameOf("Rule", rule.Name), DdbCheckStatus.Warn, "items that it matches", "no items",
                "It matches nothing, or an earlier rule takes all of it, or everything is migrated.", "Compare its 'match' with an item of the table.");
    }

    private CheckFinding Index(ExpectedIndex expected)
    {
        var (name, wanted) = ("Index" + expected.Name, $"{expected.Name} ({expected.PartitionKey}, {expected.SortKey ?? "no sort key"})");
        if (MappingFit.FindIndexProblem(expected, session.Target.Table) is { } problem)
            return new(name, DdbCheckStatus.Fail, wanted, problem, Remedy: "Add the index to the table before the migration; an index's key cannot be changed.");
        var index = session.Target.Table.FindIndex(expected.Name)!;
        return index.IsActive
            ? new(name, DdbCheckStatus.Pass, wanted, "ACTIVE")
            : new(name, DdbCheckStatus.Warn, wanted, index.Status, Remedy: "Wait until it is ACTIVE before clients read it.");
    }

    private CheckFinding Unmatched()
    {
        var kinds = found.Unmatched.ToList();
        const string expected = "a rule for each item";
        if (kinds.Count == 0)
            return new("ItemsMatched", DdbCheckStatus.Pass, expected, "all items are old ones, or new ones of this mapping");
        var total = kinds.Sum(kind => kind.Value.Count);
        var (status, remedy) = session.IsOneTable
            ? (DdbCheckStatus.Warn, "They stay as they are. Add a rule if they should not.")
            : (DdbCheckStatus.Fail, $"They would stay in table {session.Table.Name} when the others go. Add a rule for them, or one with \"leave\": true.");
        return new("ItemsMatched", status, expected, FormattableString.Invariant($"{total:N0} items without"),
            string.Join(" ", kinds.Take(10).Select(kind => $"{kind.Value.Of(kind.Key)}: {kind.Value.Examples}")), remedy);
    }

    private CheckFinding Entity(NewEntity entity)
    {
        var there = found.OfEntity(entity);
        return there.Count == 0
            ? new(NameOf("NewEntity", entity.Name), DdbCheckStatus.Pass, "no items of it yet", "none")
            : new(NameOf("NewEntity", entity.Name), DdbCheckStatus.Warn, "no items of it yet", there.Of("items that look like it"), there.Examples,
                "Unless clients write it already, choose keys that no item has.");
    }

    private static CheckFinding None(string name, Finding finding, string expected, string what, string remedy) => finding.Count == 0
        ? new(name, DdbCheckStatus.Pass, expected, "all")
        : new(name, DdbCheckStatus.Fail, expected, finding.Of(what), finding.Examples, remedy);

    /// <summary>A name without spaces, such as <c>RuleIssueByStatus</c>.</summary>
    private static string NameOf(string kind, string name) =>
        kind + string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
