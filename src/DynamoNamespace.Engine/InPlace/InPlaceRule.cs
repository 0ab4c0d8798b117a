using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>
/// A rule that changes attributes of the items that it matches and leaves their keys. What it writes and what it reads decide on which condition it may
/// change an item. Safe for many threads.
/// </summary>
internal sealed class InPlaceRule
{
    private readonly AttributeCondition[] others;
    private readonly ItemEdit? repeated;

    public InPlaceRule(MappingRule rule, KeySchema key)
    {
        Rule = rule;
        var written = rule.Assignments.Select(assignment => assignment.Attribute).Concat(rule.Removals).ToHashSet(StringComparer.Ordinal);
        var read = rule.Conditions.Select(condition => condition.Attribute)
            .Concat(rule.Assignments.SelectMany(assignment => assignment.Parts).Where(part => part.Source == PlaceholderSource.Attribute).Select(part => part.Text));
        var keys = key.Attributes.Select(attribute => attribute.Name).ToHashSet(StringComparer.Ordinal);
        Written = [.. written.Select(name => new AttributeName(name))];
        Guarded = [.. written.Concat(read).Where(name => !keys.Contains(name)).Distinct(StringComparer.Ordinal).Select(name => new AttributeName(name))];
        others = [.. rule.Conditions.Where(condition => !written.Contains(condition.Attribute))];
        TellsItsItems = rule.Conditions.All(condition => condition.IsAbsence || !written.Contains(condition.Attribute));
        var repeatable = rule.Assignments.Where(assignment => IsRepeatable(assignment, rule, written)).Select(assignment => assignment.Attribute).ToHashSet(StringComparer.Ordinal);
        repeated = repeatable.Count > 0 ? rule.EditOf(repeatable) : null;
    }

    public MappingRule Rule { get; }

    /// <summary>The attributes that it sets or removes.</summary>
    public IReadOnlyList<AttributeName> Written { get; }

    /// <summary>The attributes that it writes or reads, but for the key, which does not change.</summary>
    public IReadOnlyList<AttributeName> Guarded { get; }

    /// <summary>
    /// Whether an item tells by itself that it is one that the rule was for: of what the rule writes it asks at most that it is absent, so that any
    /// item that meets the other conditions and has it is one that is done.
    /// </summary>
    public bool TellsItsItems { get; }

    /// <summary>What an item must meet to be one that the rule is for, or was.</summary>
    public IReadOnlyList<AttributeCondition> OtherConditions => others;

    /// <summary>Whether an item is one that the rule is for, done or not.</summary>
    public bool IsFor(in Item item)
    {
        foreach (var condition in others)
        {
            if (!condition.IsMet(item))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Makes what the rule writes once more, from what the item is now. Templates that take something from what the rule itself writes are left out: they
    /// would be applied twice.
    /// </summary>
    /// <returns>False, with the reason, if the item does not have what they need, or if there is nothing that can be made once more.</returns>
    public bool TryRepeat(in Item item, ItemBlock block, out Item repetition, out string? problem)
    {
        if (repeated is not null)
            return repeated.TryApply(item, block, out repetition, out problem);
        (repetition, problem) = (default, null);
        return false;
    }

    /// <summary>Appends an item of just those attributes of an item that the rule writes.</summary>
    public Item Extract(in Item item, ItemBlock block)
    {
        var builder = new ItemBuilder(block);
        foreach (var name in Written)
        {
            if (item.IndexOf(name.Utf8) is var index and >= 0)
                builder.Copy(item, index);
        }

        return builder.Build();
    }

    /// <summary>A digest of what an item has where the rule writes. It is another one for each rule.</summary>
    public UInt128 Digest(in Item item, CanonicalItem canonical, ItemBlock scratch)
    {
        var (length, slots) = (scratch.Length, scratch.SlotCount);
        var builder = new ItemBuilder(scratch);
        // No attribute of an item has this name.
        builder.Add(""u8, AttributeType.S, JsonText.Escape(Rule.Name));
        foreach (var name in Written)
        {
            if (item.IndexOf(name.Utf8) is var index and >= 0)
                builder.Copy(item, index);
        }

        var digest = canonical.Digest(builder.Build());
        scratch.Truncate(length, slots);
        return digest;
    }

    /// <summary>The update that gives an item what <paramref name="next"/> has where the rule writes; null where it has it already.</summary>
    public Aws.ItemUpdate? UpdateTo(in Item current, in Item next, ItemComparison comparison)
    {
        List<AttributeName>? changed = null;
        foreach (var name in Written)
        {
            if (!comparison.AreEqual(current, next, name.Utf8))
                (changed ??= []).Add(name);
        }

        return changed is null ? null : new Aws.ItemUpdate(current, next, changed, Guarded);
    }

    private static bool IsRepeatable(BoundAssignment assignment, MappingRule rule, HashSet<string> written) => assignment.Parts.All(part => part.Source switch
    {
        PlaceholderSource.Attribute => !written.Contains(part.Text),
        PlaceholderSource.Capture => rule.Conditions.Where(condition => condition.Captures.Contains(part.Text, StringComparer.Ordinal)).All(condition => !written.Contains(condition.Attribute)),
        _ => true,
    });
}
