using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>How a copy stands to a change of its old item.</summary>
internal enum CopyStanding
{
    /// <summary>It is as the old item has it, or newer by the family's version clock.</summary>
    InStep,

    /// <summary>It is not there, and the old item is.</summary>
    Absent,

    /// <summary>It is in a state that the old item was in before, or older by the clock: the change may be carried.</summary>
    Behind,

    /// <summary>It is in none of the states that are known.</summary>
    Foreign,
}

/// <summary>Compares a copy with what its old item was and is. An instance serves one thread.</summary>
internal sealed class CopyJudge
{
    private readonly ItemComparison comparison = new();
    private readonly CanonicalItem canonical = new();

    /// <param name="copy">The copy, null where there is none.</param>
    /// <param name="wanted">What the old item maps to, null where it is gone.</param>
    /// <param name="rule">The rule that made it.</param>
    /// <param name="states">The digests of what the old item mapped to before.</param>
    public CopyStanding Judge(Item? copy, Item? wanted, MappingRule? rule, IReadOnlySet<UInt128> states)
    {
        if (copy is not { } there)
            return wanted is null ? CopyStanding.InStep : CopyStanding.Absent;
        if (wanted is { } item && comparison.AreEqual(item, there))
            return CopyStanding.InStep;
        if (states.Contains(canonical.Digest(there)))
            return CopyStanding.Behind;
        if (wanted is not { } next || rule is null)
            return CopyStanding.Foreign;
        return rule.IsNewer(there, next) ? CopyStanding.InStep : rule.IsNewer(next, there) ? CopyStanding.Behind : CopyStanding.Foreign;
    }
}
