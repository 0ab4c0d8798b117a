using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Says what the verification of a mapping in place found.</summary>
internal sealed class InPlaceChecks(MigrationSession session, InPlaceMapping mapping, VerificationCounters found)
{
    public IEnumerable<CheckFinding> All() => [ItemsUpdated(), AttributesAsMapped()];

    private CheckFinding ItemsUpdated()
    {
        const string expected = "no item that a rule still matches";
        var left = found.Missing + found.Unmappable;
        return left == 0
            ? new("ItemsUpdated", DdbCheckStatus.Pass, expected, found.Expired == 0 ? "none" : Text($"none but {found.Expired:N0} that have expired"))
            : new("ItemsUpdated", DdbCheckStatus.Fail, expected, Text($"{left:N0} items, of which {found.Unmappable:N0} cannot be mapped"),
                string.Join(" ", new[] { found.Examples(DdbDifferenceKind.NotUpdated), found.Examples(DdbDifferenceKind.Unmappable) }.OfType<string>()),
                "Run Invoke-DdbKeyMigration (ddbns migrate), then verify again.");
    }

    private CheckFinding AttributesAsMapped()
    {
        const string expected = "what the rules write as they make it";
        var right = session.Counters[RunCount.AlreadyMigrated];
        if (found.Different > 0)
        {
            return new("AttributesAsMapped", DdbCheckStatus.Fail, expected, Text($"{found.Different:N0} of {found.Different + right:N0} items otherwise"),
                found.Examples(DdbDifferenceKind.NotAsMapped),
                "See the items with Test-DdbMigration -Detailed. Where an old client changed what a template is made from, Sync-DdbMigration (ddbns sync) carries that; else find out which client wrote them.");
        }

        var silent = mapping.Rules.Where(rule => !rule.TellsItsItems).Select(rule => $"'{rule.Rule.Name}'").ToList();
        return silent.Count == 0
            ? new("AttributesAsMapped", DdbCheckStatus.Pass, expected, Text($"{right:N0} items, all right"))
            : new("AttributesAsMapped", DdbCheckStatus.Warn, expected, Text($"{right:N0} items, all right; others not checked"),
                $"The rule {string.Join(" and ", silent)} asks for a value of what it writes itself, so an item does not tell afterwards whether the rule was for it.", "Compare a few items by hand.");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
