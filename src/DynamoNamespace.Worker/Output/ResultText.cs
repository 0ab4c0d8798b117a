using System.Globalization;
using System.Text;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Undo;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Worker.Output;

/// <summary>Results as a person reads them.</summary>
internal static class ResultText
{
    private const int ShownReports = 10;

    public static string Of(DdbNamespace ns) => Lines(
        ("Namespace", ns.Name),
        ("Namespace ID", ns.NamespaceId),
        ("Status", ns.Status),
        ("Created at", Time(ns.CreatedAt)),
        ("Deleted at", Time(ns.DeletedAt)));

    public static string Of(IReadOnlyList<DdbNamespace> namespaces) => namespaces.Count == 0
        ? "No namespace is registered."
        : TextTable.Format(["Name", "NamespaceId", "Status", "CreatedAt"], namespaces.Select(ns => new[] { ns.Name, ns.NamespaceId, ns.Status, Time(ns.CreatedAt) ?? "" }));

    public static string Of(DdbCatchUpResult result) => Lines(
        ("Table", result.TableName),
        ("Target table", result.TargetTableName == result.TableName ? null : result.TargetTableName),
        ("Namespace", result.NamespaceId is null ? null : $"{result.Namespace} ({result.NamespaceId})"),
        ("Run", result.RunId + (result.IsResumed ? " (gone on with)" : "")),
        ("Outcome", result.Outcome.ToString()),
        ("Records read", Number(result.RecordsRead)),
        ("Changes", Number(result.Changes)),
        ("Written", Number(result.Written)),
        ("Deleted", $"{Number(result.Deleted)}, {Number(result.Expired)} of them expired"),
        ("Already applied", Number(result.AlreadyApplied)),
        ("Waiting", Number(result.Waiting)),
        ("Conflicts", Number(result.Conflicts)),
        ("Failed", Number(result.Failed)),
        ("Behind", $"{result.Lag.TotalSeconds.ToString("N0", CultureInfo.InvariantCulture)} s"),
        ("Units", $"{Number(result.ReadUnits)} read, {Number(result.WriteUnits)} write"),
        ("Elapsed", $"{result.Elapsed.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s"),
        ("Checkpoint", result.CheckpointPath)) + Reports(result.Reports);

    public static string Of(DdbUndoResult result)
    {
        var isPlan = result.CheckpointPath is null;
        return Lines(
            ("Table", result.TableName),
            ("Target table", result.TargetTableName == result.TableName ? null : result.TargetTableName),
            ("Namespace", result.NamespaceId is null ? null : $"{result.Namespace} ({result.NamespaceId})"),
            ("Run", result.RunId + (result.IsResumed ? " (gone on with)" : "")),
            ("Outcome", result.Outcome.ToString()),
            ("Scanned", Number(result.Scanned)),
            ("Copies", Number(result.Copies)),
            ("To restore", isPlan ? Number(result.ToRestore) : null),
            ("To remove", isPlan ? Number(result.ToRemove) : null),
            ("Restored", isPlan ? null : Number(result.Restored)),
            ("Removed", isPlan ? null : Number(result.Removed)),
            ("Changed", Number(result.Changed)),
            ("Failed", Number(result.Failed)),
            ("Units", $"{Number(result.ReadUnits)} read, {Number(result.WriteUnits)} write"),
            ("Elapsed", $"{result.Elapsed.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s"),
            ("Checkpoint", result.CheckpointPath)) + Reports(result.Reports);
    }

    public static string Of(DdbMigrationResult result)
    {
        var isPlan = result.EstimatedWriteUnits > 0 || result.Outcome == DdbMigrationOutcome.Planned;
        var text = new StringBuilder(Lines(
            ("Table", result.TableName),
            ("Target table", result.TargetTableName == result.TableName ? null : result.TargetTableName),
            ("Namespace", result.NamespaceId is null ? null : $"{result.Namespace} ({result.NamespaceId})"),
            ("Run", result.RunId + (result.IsResumed ? " (gone on with)" : "")),
            ("Outcome", result.Outcome.ToString()),
            ("Scanned", Number(result.Scanned)),
            ("Candidates", Number(result.Candidates)),
            ("To write", isPlan && result.ToDelete == 0 ? Number(result.ToWrite) : null),
            ("To delete", result.ToDelete > 0 ? Number(result.ToDelete) : null),
            ("Written", isPlan ? null : Number(result.Written)),
            ("Already migrated", Number(result.AlreadyMigrated)),
            ("Skipped", result.Skipped > 0 ? Number(result.Skipped) : null),
            ("Conflicts", Number(result.Conflicts)),
            ("Failed", Number(result.Failed)),
            ("Deleted", result.Deleted > 0 ? Number(result.Deleted) : null),
            ("Kept", result.Kept > 0 ? Number(result.Kept) : null),
            ("Families", string.Join(", ", result.Families.Select(family => $"{family.Family} {Number(family.Candidates)}{(family.IsKnown ? "" : " (unknown)")}"))),
            ("Units", $"{Number(result.ReadUnits)} read, {Number(result.WriteUnits)} write{(result.SavedWriteUnits > 0 ? $" ({Number(result.SavedWriteUnits)} saved by looking first)" : "")}"),
            ("Estimated", isPlan ? $"{Number(result.EstimatedWriteUnits)} write units, ${result.EstimatedCost.ToString("0.######", CultureInfo.InvariantCulture)} on demand" : null),
            ("Requests", $"{Number(result.Requests)}, {Number(result.Retries)} again, {Number(result.Throttled)} throttled"),
            ("Limited by", result.LimitedBy),
            ("Elapsed", $"{result.Elapsed.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s, {Number(result.ItemsPerSecond)} items/s"),
            ("Checkpoint", result.CheckpointPath)));
        if (result.CatchUp is { } catchUp)
            text.AppendLine().Append("Catch-up").AppendLine().Append(Of(catchUp));
        return text.Append(Reports(result.Reports)).ToString();
    }

    public static string Of(IReadOnlyList<DdbMigrationCheck> checks)
    {
        var text = new StringBuilder(TextTable.Format(["Status", "Check", "Expected", "Actual"],
            checks.Select(check => new[] { check.Status.ToString(), check.Name, check.Expected, check.Actual })));
        foreach (var check in checks.Where(check => check.Status != DdbCheckStatus.Pass))
            text.AppendLine().Append($"{check.Name}: {string.Join(" ", new[] { check.Detail, check.Remedy }.Where(part => part is not null))}");
        return text.ToString();
    }

    public static string Of(DdbMigrationDifference difference)
    {
        var attributes = difference.Attributes.Count > 0 ? $" ({string.Join(", ", difference.Attributes)})" : "";
        return $"{difference.Kind}: {string.Join(" -> ", new[] { difference.SourceKey, difference.TargetKey }.Where(key => key is not null))}{attributes}";
    }

    public static string Of(DdbMigrationMeasure measure) => Lines(
        ("Table", measure.TableName),
        ("Target table", measure.TargetTableName == measure.TableName ? null : measure.TargetTableName),
        ("Items", Number(measure.Items)),
        ("Candidates", Number(measure.Candidates)),
        ("Unmappable", measure.Unmappable > 0 ? Number(measure.Unmappable) : null),
        ("Copy", $"{Number(measure.CopyWriteUnits)} write units: {string.Join(", ", measure.Shares.Where(share => share.TableName == measure.TargetTableName).Select(share => $"{share.Name} {Number(share.CopyUnits)}"))}"),
        ("Whole migration", $"{Number(measure.ReadUnits)} read units, {Number(measure.WriteUnits)} write units"),
        ("On-demand cost", FormattableString.Invariant($"${measure.Cost:0.######} (read ${measure.Prices.ReadMillion}, write ${measure.Prices.WriteMillion} a million)")),
        ("Time at limits", measure.TimeAtLimits?.ToString("c", CultureInfo.InvariantCulture)))
        + Environment.NewLine
        + TextTable.Format(["Family", "Candidates", "Bytes", "WriteUnits"],
            measure.Families.Select(family => new[] { family.IsKnown ? family.Family : family.Family + " (unknown)", Number(family.Candidates), Number(family.Bytes), Number(family.WriteUnits) }));

    private static string Reports(IReadOnlyList<DdbItemReport> reports)
    {
        var text = new StringBuilder();
        foreach (var report in reports.Take(ShownReports))
            text.AppendLine().Append("  ").Append(report);
        if (reports.Count > ShownReports)
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  … and {reports.Count - ShownReports} more; --output json has them.");
        return text.ToString();
    }

    public static string Lines(params (string Name, string? Value)[] rows)
    {
        var width = rows.Max(row => row.Name.Length);
        return string.Join(Environment.NewLine, rows.Where(row => row.Value is not null).Select(row => $"{row.Name.PadRight(width)} : {row.Value}"));
    }

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
