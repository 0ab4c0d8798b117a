using System.Collections.Concurrent;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Plans;

/// <summary>Maps the items of scanned pages as a run would, and notes what stands in its way.</summary>
internal sealed class PlanTestHandler(MigrationSession session, PlanFindings findings, CopyLedger ledger, SampleSink samples) : IPageHandler
{
    private readonly KeySchema newKey = session.Target.Table.Key;
    private readonly TargetFit? targetFit = session.IsOneTable ? null : new TargetFit(session.Target.Table);
    private readonly MappedItemLimits limits = new(session.Target.Table, session.Mapping);
    private readonly CanonicalItem canonical = new();
    private readonly ItemComparison comparison = new();
    private readonly ItemBlock scratch = new();

    public ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        session.Counters.Count(RunCount.Scanned, progress, page.Items.Count);
        foreach (var item in page.Items)
        {
            scratch.Clear();
            if (session.Mapping.FindRule(item) is { } rule)
                EnterOld(item, rule, progress);
            else
                EnterOther(item);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    private void EnterOld(Item item, MappingRule rule, PageProgress progress)
    {
        session.Counters.CountCandidate(session.Mapping.Families.Read(item), progress);
        var key = session.Table.Key;
        findings.Matched(rule).Add(() => key.Describe(item));
        if (session.Expiry.HasPassed(item))
        {
            session.Counters.Count(RunCount.Skipped, progress);
            return;
        }

        Item? mapped = rule.TryMap(item, scratch, out var made, out var problem) ? made : null;
        if (mapped is not { } next)
            findings.Unmappable.Add(() => $"{key.Describe(item)} (rule '{rule.Name}': {problem})");
        else
            problem = FindProblem(item, next, rule);
        samples.Add(rule, item, mapped, problem);
        if (mapped is { } copy && newKey.Covers(copy))
            EnterCopy(item, copy, rule, isSound: problem is null);
    }

    /// <summary>Notes each problem of a new item, and tells the first.</summary>
    private string? FindProblem(Item item, Item mapped, MappingRule rule)
    {
        var key = session.Table.Key;
        string? problem = null;
        if (session.IsOneTable && rule.Moves(key) && key.IsSame(item, mapped))
        {
            findings.Unmoved.Add(() => key.Describe(item));
            problem = "the rule leaves its key as it is";
        }
        else if (session.IsOneTable && session.Mapping.FindRule(mapped) is { } again)
        {
            findings.MatchedAgain.Add(() => $"{key.Describe(item)} (rule '{rule.Name}' makes what rule '{again.Name}' matches)");
            problem = $"rule '{again.Name}' matches the new item, too";
        }

        if ((targetFit?.FindProblem(mapped) ?? limits.FindProblem(mapped)) is { } limit)
        {
            findings.TooLarge.Add(() => $"{key.Describe(item)} ({limit})");
            problem ??= limit;
        }

        return problem;
    }

    private void EnterCopy(Item item, Item mapped, MappingRule rule, bool isSound)
    {
        if (isSound && rule.HasInverse && !LeadsBack(item, mapped))
            findings.NoWayBack.Add(() => session.Table.Key.Describe(item));
        // In place there is one item, and nothing to collide with.
        if (!session.IsOneTable || !newKey.IsSame(item, mapped))
            ledger.AddOld(newKey.Digest(mapped, canonical), canonical.Digest(mapped), session.Table.Key.Extract(item, scratch).Json);
    }

    /// <summary>Whether an undo would find the new item, and take it back to one that maps to it again.</summary>
    private bool LeadsBack(Item item, Item mapped) =>
        session.Mapping.FindTargetRule(mapped) is { } found
        && found.TryUnmap(mapped, scratch, out var back, out _)
        && session.Table.Key.IsSame(item, back)
        && session.Mapping.FindRule(back) is { } rule
        && rule.TryMap(back, scratch, out var again, out _)
        && comparison.AreEqual(again, mapped);

    private void EnterOther(Item item)
    {
        var key = session.Table.Key;
        if (session.IsOneTable)
            ledger.AddNew(key.Digest(item, canonical), canonical.Digest(item));
        var isKnown = false;
        foreach (var entity in session.Mapping.NewEntities)
        {
            if (!entity.Matches(item))
                continue;
            isKnown = true;
            findings.OfEntity(entity).Add(() => key.Describe(item));
        }

        if (session.IsOneTable ? !isKnown && !IsNewItem(item) && !session.Mapping.Leaves(item) : session.IsOverlooked(item))
            findings.UnmatchedOf(ItemKind.Of(item, session.Mapping.Families, key)).Add(() => key.Describe(item));
    }

    /// <summary>Whether a rule made this item. One that changes items in place knows them by the attributes that it sets, not by their key.</summary>
    private bool IsNewItem(in Item item) =>
        session.Mapping.FindTargetRule(item) is { } rule && (rule.Moves(newKey) || rule.FindWrong(item).Count == 0);
}

/// <summary>Shows the first items of each rule.</summary>
internal sealed class SampleSink(MigrationSession session, int samples, Action<DdbPlanSample>? onSample)
{
    private readonly ConcurrentDictionary<MappingRule, int> shown = new();

    public void Add(MappingRule rule, Item item, Item? mapped, string? problem)
    {
        if (onSample is null || shown.AddOrUpdate(rule, 1, static (_, count) => count + 1) > samples)
            return;
        var key = session.Table.Key;
        onSample(new DdbPlanSample(
            session.Table.Name, rule.Name, key.Describe(item), mapped is { } next ? session.Target.Table.Key.Describe(next) : null, item.ToString(), mapped?.ToString(), problem));
    }
}
