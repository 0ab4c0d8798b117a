using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Says what the proof of a shadow found, check by check.</summary>
internal sealed class IndexReport(IndexTable table, IndexMigrationOptions options)
{
    private const string ShadowIndex = "ShadowIndex";
    private const string EntriesPresent = "EntriesPresent";
    private const string EntriesEqual = "EntriesEqual";
    private const string NoExtraEntries = "NoExtraEntries";
    private const string OldIndexKeys = "OldIndexKeys";

    private string Shadow => options.ShadowIndexName;

    /// <summary>Whether the shadow can be read, and can be one.</summary>
    public DdbMigrationCheck CheckShadow()
    {
        var shadow = table.Require(Shadow);
        var old = table.Find(options.IndexName);
        var expected = $"{Shadow} ({(old ?? shadow).Key}) ACTIVE";
        if (old is not null && old.Key != shadow.Key)
            return Check(ShadowIndex, DdbCheckStatus.Fail, expected, $"it has the key {shadow.Key}", remedy: "Name the index that Start-DdbIndexMigration (ddbns index start) made.");
        return shadow.IsActive
            ? Check(ShadowIndex, DdbCheckStatus.Pass, expected, $"ACTIVE, with {IndexProjection.Of(shadow)}")
            : Check(ShadowIndex, DdbCheckStatus.Fail, expected, shadow.Status, remedy: "Wait until it is ACTIVE: Start-DdbIndexMigration (ddbns index start) does so when it is run again.");
    }

    public IReadOnlyList<DdbMigrationCheck> NotReady(DdbMigrationCheck shadow) =>
        [shadow, .. new[] { EntriesPresent, EntriesEqual, NoExtraEntries, OldIndexKeys }.Select(name => Check(name, DdbCheckStatus.NotRun, "checked", "not checked without the shadow"))];

    public IReadOnlyList<DdbMigrationCheck> Checks(IndexFindings shadow, IndexFindings? old) =>
        [CheckShadow(), CheckPresent(shadow), CheckEqual(shadow), CheckExtra(shadow), CheckOld(old)];

    private DdbMigrationCheck CheckPresent(IndexFindings found)
    {
        const string expected = "an entry of each item that has the index's key";
        var missing = found.Count(DdbDifferenceKind.MissingEntry);
        return missing == 0
            ? Check(EntriesPresent, DdbCheckStatus.Pass, expected, Number(found.Expected, "items, each with an entry"), Others(found))
            : Check(EntriesPresent, DdbCheckStatus.Fail, expected, FormattableString.Invariant($"{missing:N0} of {found.Expected:N0} items without an entry"),
                found.Examples(DdbDifferenceKind.MissingEntry), "If the index has just become ACTIVE, check again; if entries stay missing, remove the shadow (Undo-DdbIndexMigration, ddbns index undo) and make it anew.");
    }

    private DdbMigrationCheck CheckEqual(IndexFindings found)
    {
        var expected = $"each entry as its item, by {IndexProjection.Of(table.Require(Shadow))}";
        var different = found.Count(DdbDifferenceKind.DifferentEntry);
        return different == 0
            ? Check(EntriesEqual, DdbCheckStatus.Pass, expected, Number(found.Expected - found.Count(DdbDifferenceKind.MissingEntry), "equal"))
            : Check(EntriesEqual, DdbCheckStatus.Fail, expected, Number(different, "entries that differ"),
                found.Examples(DdbDifferenceKind.DifferentEntry), "See them with Test-DdbIndexMigration -Detailed (ddbns index verify --detailed). If they stay, remove the shadow and make it anew.");
    }

    private DdbMigrationCheck CheckExtra(IndexFindings found)
    {
        var extra = found.Count(DdbDifferenceKind.ExtraEntry);
        return extra == 0
            ? Check(NoExtraEntries, DdbCheckStatus.Pass, "no entry without its item", "none")
            : Check(NoExtraEntries, DdbCheckStatus.Fail, "no entry without its item", Number(extra, "entries that no item has"),
                found.Examples(DdbDifferenceKind.ExtraEntry), "Check again; if they stay, remove the shadow and make it anew.");
    }

    private DdbMigrationCheck CheckOld(IndexFindings? found)
    {
        var expected = $"the same keys in {options.IndexName}";
        if (found is null)
        {
            return table.Find(options.IndexName) is { } old
                ? Check(OldIndexKeys, DdbCheckStatus.Warn, expected, old.IsActive ? "not read" : $"it is {old.Status}", "The shadow is compared with the table all the same.")
                : Check(OldIndexKeys, DdbCheckStatus.Warn, expected, "the table has no such index any more", "The shadow is compared with the table all the same.");
        }

        return found.Differences == 0
            ? Check(OldIndexKeys, DdbCheckStatus.Pass, expected, Number(found.Entries, "entries, with the same keys"))
            : Check(OldIndexKeys, DdbCheckStatus.Fail, expected, Number(found.Differences, "differences between it and the table"),
                found.Examples(DdbDifferenceKind.MissingEntry, DdbDifferenceKind.DifferentEntry, DdbDifferenceKind.ExtraEntry),
                "The old index itself is not as the table is. Find out which items are concerned before readers move.");
    }

    private static string? Others(IndexFindings found) => (found.Without, found.Unfit) switch
    {
        (0, 0) => null,
        (var without, 0) => FormattableString.Invariant($"{without:N0} items have no key of this index, and so no entry."),
        var (without, unfit) => FormattableString.Invariant($"{without:N0} items have no key of this index, and {unfit:N0} one of another type or size; none of them has an entry."),
    };

    private static string Number(long count, string what) => FormattableString.Invariant($"{count:N0} {what}");

    private DdbMigrationCheck Check(string name, DdbCheckStatus status, string expected, string actual, string? detail = null, string? remedy = null) => new()
    {
        TableName = table.Name,
        Name = name,
        Status = status,
        Expected = expected,
        Actual = actual,
        Detail = detail,
        Remedy = remedy,
    };
}
