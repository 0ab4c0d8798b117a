using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>Judges a conflict anew by its two items as they are now, and says which write resolves it. An instance serves one thread.</summary>
internal sealed class ConflictJudge(MigrationSession session, DdbConflictSide use, JournalIndex deletions)
{
    private readonly ItemComparison comparison = new();
    private readonly CanonicalItem canonical = new();

    /// <exception cref="DdbException">It cannot be resolved like this; nothing was changed.</exception>
    public ResolutionStep Judge(DdbMigrationConflict conflict, ConflictPair pair)
    {
        if (pair.Old is not { } old)
            return JudgeWithoutOld(conflict, pair);
        var mapped = Map(conflict, pair, old, out var rule);
        if (pair.Copy is not { } copy)
            return JudgeWithoutCopy(conflict, old, mapped);
        if (mapped is { } expected)
        {
            if (comparison.AreEqual(expected, copy))
                return ResolutionStep.Nothing("The copy is equal to the mapped old item.");
            if (use != DdbConflictSide.Source && rule!.IsNewer(copy, expected))
                return ResolutionStep.Nothing($"The copy is newer than the old item. {Clocks(rule, expected, copy)}");
        }

        var side = use == DdbConflictSide.Newer ? DecideNewer(conflict, rule!, mapped!.Value, copy) : use;
        return side == DdbConflictSide.Source
            ? new ResolutionStep(side, copy, mapped, $"replace the item at {conflict.TargetKey} by the mapped old item at {conflict.SourceKey}; {Differences(mapped!.Value, copy, rule)}")
            : new ResolutionStep(side, old, Unmap(conflict, pair, copy),
                $"replace the old item at {conflict.SourceKey} by the item at {conflict.TargetKey}, taken back to its old form{(mapped is { } m ? "; " + Differences(m, copy, rule) : "")}");
    }

    private ResolutionStep JudgeWithoutOld(DdbMigrationConflict conflict, ConflictPair pair)
    {
        if (pair.Copy is not { } copy)
            return ResolutionStep.Nothing("Both items are gone.");
        if (use == DdbConflictSide.Target)
            return ResolutionStep.Nothing("The old item is gone, and the item at the new key stands.");
        // An old item that the delete took, or may have taken, had its copy proven: that copy is all there is.
        if (conflict.Reason == DdbItemReason.Kept || deletions.Find(canonical.Digest(pair.TargetKey)) is { Kind: JournalEntryKind.Deleted })
            return ResolutionStep.Nothing("The migration deleted the old item after its copy was proven.");
        return use == DdbConflictSide.Source
            ? new ResolutionStep(use, copy, null, $"delete the item at {conflict.TargetKey}, because the old item at {conflict.SourceKey} is gone")
            : throw Undecidable(conflict, $"The old item at {conflict.SourceKey} is gone, and a deletion has no clock");
    }

    private ResolutionStep JudgeWithoutCopy(DdbMigrationConflict conflict, Item old, Item? mapped) => use switch
    {
        DdbConflictSide.Source => new ResolutionStep(use, null, mapped, $"put the mapped old item at {conflict.SourceKey} to {conflict.TargetKey}, where nothing stands now"),
        _ when conflict.Reason == DdbItemReason.Kept => throw new DdbException("ConflictNotResolvable", DdbErrorKind.InvalidState, conflict.SourceKey,
            $"The old item at {conflict.SourceKey} has no copy, and deleting it would lose it. Nothing was changed. Run the migration again, or use the old item with -Use Source (--use source)."),
        DdbConflictSide.Target => new ResolutionStep(use, old, null, $"delete the old item at {conflict.SourceKey}, because the item at {conflict.TargetKey} is gone"),
        _ => throw Undecidable(conflict, $"The item at {conflict.TargetKey} is gone, and a deletion has no clock"),
    };

    /// <summary>What the old item maps to now. With -Use Target it need not map to anything.</summary>
    private Item? Map(DdbMigrationConflict conflict, ConflictPair pair, Item old, out MappingRule? rule)
    {
        rule = session.Mapping.FindRule(old);
        string? problem = "the mapping does not match it any more";
        if (rule is not null && rule.TryMap(old, pair.Block, out var mapped, out problem) && (problem = session.FindProblem(old, mapped)) is null)
        {
            if (session.Target.Table.Key.IsSame(mapped, pair.TargetKey))
                return mapped;
            problem = $"it maps to {session.Target.Table.Key.Describe(mapped)} now";
        }

        rule = null;
        return use == DdbConflictSide.Target
            ? null
            : throw new DdbException("ConflictNotResolvable", DdbErrorKind.InvalidState, conflict.SourceKey,
                $"The old item at {conflict.SourceKey} cannot take the place of the item at {conflict.TargetKey}: {problem}. Nothing was changed. Mend the item or the mapping, then run the migration again; or use the item at the new key with -Use Target (--use target).");
    }

    private Item Unmap(DdbMigrationConflict conflict, ConflictPair pair, Item copy)
    {
        string? problem = null;
        if (session.Mapping.FindTargetRule(copy) is not { } rule)
        {
            problem = session.Mapping.HasInverse
                ? "no rule of the mapping makes such a key"
                : $"the mapping '{session.Mapping.Name}' has no way back: a new item does not tell the old item's key or attributes";
        }
        else if (!rule.TryUnmap(copy, pair.Block, out var old, out var wrong))
        {
            problem = $"{string.Join(", ", wrong)} is not as the mapping makes it";
        }
        else if (!session.Table.Key.IsSame(old, pair.SourceKey) || !LeadsBack(old, copy))
        {
            problem = "the mapping does not map what it would go back to onto it again";
        }
        else
        {
            return old;
        }

        throw new DdbException("ConflictNotInvertible", DdbErrorKind.InvalidState, conflict.TargetKey,
            $"The item at {conflict.TargetKey} cannot be taken back to its old form: {problem}. Nothing was changed. Use the old item with -Use Source (--use source), or delete the old item at {conflict.SourceKey} with a DynamoDB client if the new one is right.");
    }

    private bool LeadsBack(Item old, Item copy)
    {
        using var scratch = new ItemBlock();
        return session.Mapping.FindRule(old) is { } rule && rule.TryMap(old, scratch, out var mapped, out _) && comparison.AreEqual(mapped, copy);
    }

    /// <summary>A copy that is newer is no conflict, so the older one of the two can only be the copy.</summary>
    private static DdbConflictSide DecideNewer(DdbMigrationConflict conflict, MappingRule rule, Item mapped, Item copy)
    {
        if (rule.FindClock(mapped) is not { } clock)
            throw Undecidable(conflict, $"The mapping names no version clock for items like the one at {conflict.SourceKey}");
        return clock.IsNewer(mapped, copy)
            ? DdbConflictSide.Source
            : throw Undecidable(conflict, $"The clock does not tell which of {conflict.SourceKey} and {conflict.TargetKey} is newer. {Clocks(rule, mapped, copy).TrimEnd('.')}");
    }

    private static DdbException Undecidable(DdbMigrationConflict conflict, string why) => new("ConflictUndecidable", DdbErrorKind.InvalidState, conflict.SourceKey,
        $"{why}. Nothing was changed. Look at both items, then say which one is right with -Use Source or -Use Target (--use source or --use target).");

    private string Differences(Item mapped, Item copy, MappingRule? rule) =>
        $"they differ in {string.Join(", ", comparison.DifferingAttributes(mapped, copy))}. {Clocks(rule, mapped, copy)}".TrimEnd(' ', '.');

    private static string Clocks(MappingRule? rule, Item mapped, Item copy) => rule?.FindClock(mapped) is { } clock
        ? $"Clock {clock.Attribute}: old item {clock.Read(mapped)}, item there {clock.Read(copy) ?? "(absent)"}."
        : "";
}
