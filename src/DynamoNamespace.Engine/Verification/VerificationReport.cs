using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.InPlace;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Verification;

/// <summary>Says what the verification found, check by check.</summary>
internal sealed class VerificationReport(MigrationSession session, VerificationCounters found, IReadOnlyList<ExpectedItem> missingItems)
{
    private const string NamespaceRegistered = "NamespaceRegistered";
    private const string CopiesPresent = "CopiesPresent";
    private const string CopiesEqual = "CopiesEqual";
    private const string OldItemsRemoved = "OldItemsRemoved";
    private const string ItemsMatched = "ItemsMatched";
    private const string ExtraItems = "ExtraItems";
    private const string NamespaceKeys = "NamespaceKeys";
    private const string NamespacesKnown = "NamespacesKnown";

    /// <summary>The checks where there is no namespace to check: that one fails, the others are not run.</summary>
    public static IReadOnlyList<DdbMigrationCheck> WithoutNamespace(MigrationOptions options, DdbException error)
    {
        DdbMigrationCheck Check(string name, DdbCheckStatus status, string actual, string? remedy) => new()
        {
            TableName = options.TableName,
            Namespace = options.NamespaceId is null ? options.Namespace : null,
            NamespaceId = options.NamespaceId,
            Name = name,
            Status = status,
            Expected = name == NamespaceRegistered ? "registered and active" : "checked",
            Actual = actual,
            Remedy = remedy,
        };
        return
        [
            Check(NamespaceRegistered, DdbCheckStatus.Fail, error.ErrorId == "NamespaceNotActive" ? "registered, not active" : "not registered", error.Message),
            .. new[] { CopiesPresent, CopiesEqual, OldItemsRemoved, NamespaceKeys, NamespacesKnown }.Select(
                name => Check(name, DdbCheckStatus.NotRun, "not checked without a namespace", null)),
        ];
    }

    public IReadOnlyList<DdbMigrationCheck> Checks()
    {
        var checks = new List<DdbMigrationCheck>();
        if (session.Namespace is not null)
            checks.Add(Check(NamespaceRegistered, DdbCheckStatus.Pass, "registered and active", "registered and active"));
        checks.AddRange(session.Mapping.ExpectedItems.Select(CheckExpectedItem));
        checks.AddRange(session.InPlace is { } inPlace
            ? new InPlaceChecks(session, inPlace, found).All().Select(finding => finding.Of(session.Table.Name, session.Namespace?.Name, session.Namespace?.NamespaceId))
            : [CheckCopiesPresent(), CheckCopiesEqual(), CheckOldItems()]);
        if (!session.IsOneTable)
            checks.AddRange([CheckItemsMatched(), CheckExtraItems()]);
        if (session.Namespace is not null && session.InPlace is null)
            checks.Add(CheckNamespaceKeys());
        checks.AddRange(session.Mapping.ExpectedIndexes.Select(CheckIndex));
        if (session.Namespace is not null && session.InPlace is null)
            checks.Add(CheckKnown());
        return checks;
    }

    private DdbMigrationCheck CheckExpectedItem(ExpectedItem expected)
    {
        var name = string.Concat(expected.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        var where = string.Join(", ", expected.Key.Select(pair => $"{pair.Key}={pair.Value}"));
        return missingItems.Contains(expected)
            ? Check(name, DdbCheckStatus.Fail, $"an item at {where}", "none", remedy: "Run the migration; if the old table had no such record, let a client of the new version write it.")
            : Check(name, DdbCheckStatus.Pass, $"an item at {where}", "present");
    }

    private DdbMigrationCheck CheckCopiesPresent()
    {
        var lacking = found.Missing + found.Unmappable;
        return lacking == 0
            ? Check(CopiesPresent, DdbCheckStatus.Pass, "a copy of each old item", found.OldItems == 0 ? "no old items left to compare" : Count(found.OldItems, "old items, each with a copy"))
            : Check(CopiesPresent, DdbCheckStatus.Fail, "a copy of each old item", FormattableString.Invariant($"{lacking:N0} of {found.OldItems:N0} old items without a copy"),
                Join(found.Examples(DdbDifferenceKind.MissingCopy), found.Examples(DdbDifferenceKind.Unmappable)), $"Run {session.CopyCommand}, then verify again.");
    }

    private DdbMigrationCheck CheckCopiesEqual()
    {
        if (found.Different == 0)
        {
            return Check(CopiesEqual, DdbCheckStatus.Pass, "each copy equal or newer", found.OldItems == 0
                ? "no old items left to compare"
                : FormattableString.Invariant($"{found.OldItems - found.Expired - found.Missing - found.Unmappable - found.Newer:N0} equal, {found.Newer:N0} newer"));
        }

        return Check(CopiesEqual, DdbCheckStatus.Fail, "each copy equal or newer", Count(found.Different, "copies that are neither"),
            found.Examples(DdbDifferenceKind.DifferentCopy), "See the differences with Test-DdbMigration -Detailed and decide which version stays; none of them is deleted meanwhile.");
    }

    private DdbMigrationCheck CheckOldItems() => found.OldItems == 0
        ? Check(OldItemsRemoved, DdbCheckStatus.Pass, "no old items", "none")
        : Check(OldItemsRemoved, DdbCheckStatus.Warn, "no old items", Count(found.OldItems, "old items"), "Before the delete this is as it should be.",
            "Once no client uses the old keys any more, run Remove-DdbMigratedItem (ddbns delete).");

    private DdbMigrationCheck CheckItemsMatched() => found.Overlooked == 0
        ? Check(ItemsMatched, DdbCheckStatus.Pass, "a rule for each item of the source", "all")
        : Check(ItemsMatched, DdbCheckStatus.Fail, "a rule for each item of the source", Count(found.Overlooked, $"items without, which stay in table {session.Table.Name}"),
            found.Examples(DdbDifferenceKind.Unmatched), "Add a rule for them to the mapping, or one with \"leave\": true.");

    private DdbMigrationCheck CheckExtraItems()
    {
        const string expected = "no item in the target without an old one";
        if (!session.Mapping.HasInverse)
        {
            return Check(ExtraItems, DdbCheckStatus.Warn, expected, "not checked",
                "The mapping has a rule without an inverse, so an item of the target table does not tell whether this migration made it.", "Compare the tables' item counts.");
        }

        return found.Extra == 0
            ? Check(ExtraItems, DdbCheckStatus.Pass, expected, "none")
            : Check(ExtraItems, DdbCheckStatus.Warn, expected, Count(found.Extra, $"such items in table {session.Target.Table.Name}"), found.Examples(DdbDifferenceKind.ExtraItem),
                "New clients may have made them, which is as it should be. Without new clients, find out who wrote them: see them with Test-DdbMigration -Detailed.");
    }

    private DdbMigrationCheck CheckNamespaceKeys() => !session.Mapping.HasInverse
        ? Check(NamespaceKeys, DdbCheckStatus.Warn, "index keys of their own namespace", "not checked",
            "The mapping has a rule without an inverse, so a new item does not tell what its index keys should be.", "Compare a few items by hand.")
        : found.WrongKeys == 0
        ? Check(NamespaceKeys, DdbCheckStatus.Pass, "index keys of their own namespace", Count(found.NamespaceItems, "items, all right"))
        : Check(NamespaceKeys, DdbCheckStatus.Fail, "index keys of their own namespace", FormattableString.Invariant($"{found.WrongKeys:N0} of {found.NamespaceItems:N0} items with others"),
            found.Examples(DdbDifferenceKind.WrongNamespaceKeys), "See the items with Test-DdbMigration -Detailed and find out which client wrote them.");

    private DdbMigrationCheck CheckIndex(ExpectedIndex expected)
    {
        var name = "Index" + expected.Name;
        var wanted = $"{expected.Name} ({expected.PartitionKey}, {expected.SortKey}) ACTIVE";
        const string remedy = "Add the index to the table (the stack upgrade does) and wait until it is ACTIVE; the copies are in it by themselves then.";
        if (session.Target.Table.FindIndex(expected.Name) is not { } index)
            return Check(name, DdbCheckStatus.Warn, wanted, "the table has no such index", remedy: remedy);
        if (!HasKey(index, expected))
            return Check(name, DdbCheckStatus.Fail, wanted, $"{index.Name} has the key {index.Key}", remedy: "An index's key cannot be changed: drop this index and add the right one.");
        return index.IsActive
            ? Check(name, DdbCheckStatus.Pass, wanted, "ACTIVE")
            : Check(name, DdbCheckStatus.Warn, wanted, index.Status, remedy: "Wait until it is ACTIVE, then verify again.");
    }

    private DdbMigrationCheck CheckKnown() => found.UnknownNamespaceItems == 0
        ? Check(NamespacesKnown, DdbCheckStatus.Pass, "only namespace IDs of the registry", "no others")
        : Check(NamespacesKnown, DdbCheckStatus.Warn, "only namespace IDs of the registry", FormattableString.Invariant($"{found.UnknownNamespaceItems:N0} items under others"),
            "IDs: " + string.Join(", ", found.UnknownIds.OrderByDescending(pair => pair.Value).Take(10).Select(pair => FormattableString.Invariant($"{pair.Key} ({pair.Value:N0})"))) + ".",
            "Find out whose they are; no migration or delete touches them.");

    private static bool HasKey(IndexDescription index, ExpectedIndex expected) =>
        index.Key.PartitionKey.Name == expected.PartitionKey && index.Key.SortKey?.Name == expected.SortKey;

    private static string Count(long count, string what) => FormattableString.Invariant($"{count:N0} {what}");

    private static string? Join(params string?[] texts) => texts.Any(text => text is not null) ? string.Join(" ", texts.Where(text => text is not null)) : null;

    private DdbMigrationCheck Check(string name, DdbCheckStatus status, string expected, string actual, string? detail = null, string? remedy = null) => new()
    {
        TableName = session.Table.Name,
        Namespace = session.Namespace?.Name,
        NamespaceId = session.Namespace?.NamespaceId,
        Name = name,
        Status = status,
        Expected = expected,
        Actual = actual,
        Detail = detail,
        Remedy = remedy,
    };
}
