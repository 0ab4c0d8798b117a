using System.Runtime.InteropServices;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>What is to be done with an item on the way back: nothing where neither a rule nor a reason is given.</summary>
/// <param name="Rule">The rule whose change is taken back.</param>
/// <param name="Before">What stood there before, where the rule writes.</param>
/// <param name="Reason">Why the item is left.</param>
/// <param name="Attributes">The attributes concerned.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UndoVerdict(InPlaceRule? Rule, Item Before, string? Reason, IReadOnlyList<string> Attributes)
{
    public static UndoVerdict Nothing { get; } = new(null, default, null, []);

    public static UndoVerdict Restore(InPlaceRule rule, Item before) => new(rule, before, null, []);

    public static UndoVerdict Leave(string reason, IReadOnlyList<string> attributes) => new(null, default, reason, attributes);
}

/// <summary>
/// Tells from the journal which items the migration changed and whether they are still as it left them. An instance serves one thread.
/// </summary>
internal sealed class UndoJudge(MigrationSession session, InPlaceMapping mapping, UpdateIndex index)
{
    private readonly CanonicalItem canonical = new();
    private readonly RepetitionCheck check = new();
    private readonly ItemComparison comparison = new();
    private readonly ItemBlock scratch = new();

    /// <param name="item">An item as it is now.</param>
    /// <param name="block">Takes what stood there before.</param>
    public UndoVerdict Judge(in Item item, ItemBlock block)
    {
        // It is as before the migration, or as one that the migration has not come to.
        if (mapping.FindRule(item) is not null)
            return UndoVerdict.Nothing;
        scratch.Clear();
        var entries = index.Find(session.Table.Key.Digest(item, canonical));
        foreach (var entry in entries)
        {
            foreach (var rule in mapping.Rules)
            {
                if (rule.Digest(item, canonical, scratch) == entry.Content)
                    return UndoVerdict.Restore(rule, ItemReader.Parse(entry.Original, block));
            }
        }

        return entries.Count > 0 ? JudgeChanged(item, entries[^1], block) : JudgeUnknown(item, block);
    }

    private UndoVerdict JudgeChanged(in Item item, JournalEntry entry, ItemBlock block)
    {
        var rule = FindDone(item);
        if (rule is not null && session.Options.IncludeChanged)
            return UndoVerdict.Restore(rule, ItemReader.Parse(entry.Original, block));
        return UndoVerdict.Leave("A client has changed what the migration wrote, so it was left as it is.", (rule?.Written ?? []).Select(name => name.Text).ToList());
    }

    private UndoVerdict JudgeUnknown(in Item item, ItemBlock block)
    {
        if (FindDone(item) is not { } rule)
            return UndoVerdict.Nothing;
        var names = rule.Written.Select(name => name.Text).ToList();
        if (!session.Options.IncludeChanged)
        {
            return UndoVerdict.Leave("It is as its rule makes it, and no record says that this migration wrote it: a new client made it, "
                + "or the migration kept its records in another folder. It was left.", names);
        }

        return TryTakeBack(item, rule, block, out var before)
            ? UndoVerdict.Restore(rule, before)
            : UndoVerdict.Leave("No record says what it held before the migration, and the mapping does not tell. It was left.", names);
    }

    /// <summary>The rule that an item is done by, as far as the item tells; null where there is none.</summary>
    private InPlaceRule? FindDone(in Item item)
    {
        foreach (var rule in mapping.Rules)
        {
            if (rule.TellsItsItems && rule.IsFor(item) && HasAny(rule, item) && check.FindWrong(rule, item).Count == 0)
                return rule;
        }

        return null;
    }

    private bool TryTakeBack(in Item item, InPlaceRule rule, ItemBlock block, out Item before)
    {
        before = default;
        scratch.Clear();
        if (!rule.Rule.HasInverse || !rule.Rule.TryUnmap(item, scratch, out var source, out _))
            return false;
        if (mapping.FindRule(source) != rule || !rule.Rule.TryMap(source, scratch, out var mapped, out _) || !comparison.AreEqual(mapped, item))
            return false;
        before = rule.Extract(source, block);
        return true;
    }

    private static bool HasAny(InPlaceRule rule, in Item item)
    {
        foreach (var name in rule.Written)
        {
            if (item.IndexOf(name.Utf8) >= 0)
                return true;
        }

        return false;
    }
}
