using System.Globalization;
using System.Text;
using DynamoNamespace.Engine.Activity;
using DynamoNamespace.Engine.Files;

namespace DynamoNamespace.Worker.Output;

/// <summary>What was done with whole tables, as a person reads it.</summary>
internal static class TableText
{
    private const int ShownReports = 10;

    public static string Of(DdbTableExport result) => ResultText.Lines(
        ("Table", result.TableName),
        ("Path", result.Path),
        ("Outcome", result.Outcome.ToString()),
        ("Items", result.Sha256 is null ? $"about {Number(result.EstimatedItems)} by the table's own count" : Number(result.Items)),
        ("Bytes", result.Sha256 is null ? null : $"{Number(result.Bytes)}, {Number(result.FileBytes)} in the file"),
        ("SHA-256", result.Sha256),
        ("Items digest", result.ItemsDigest),
        ("Manifest", result.ManifestPath),
        ("Units", $"{Number(result.ReadUnits)} read"),
        ("Requests", $"{Number(result.Requests)}, {Number(result.Retries)} again, {Number(result.Throttled)} throttled"),
        ("Elapsed", $"{result.Elapsed.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s, {Number(result.ItemsPerSecond)} items/s"));

    public static string Of(DdbTableImport result)
    {
        var isPlan = result.Outcome == Engine.Migration.DdbMigrationOutcome.Planned;
        var text = new StringBuilder(ResultText.Lines(
            ("Table", result.TableName),
            ("Path", result.Path),
            ("Exported from", result.SourceTableName ?? "unknown: without a manifest"),
            ("Outcome", result.Outcome.ToString()),
            ("Items", Number(result.Items)),
            ("To write", isPlan ? Number(result.ToWrite) : null),
            ("Written", isPlan ? null : Number(result.Written)),
            ("Already there", Number(result.AlreadyThere)),
            ("Conflicts", Number(result.Conflicts)),
            ("Failed", Number(result.Failed)),
            ("Proven", isPlan ? null : result.IsProven ? $"yes, of {Number(result.TableItems)} items in the table" : "no"),
            ("SHA-256", result.Sha256),
            ("Items digest", result.ItemsDigest),
            ("Units", $"{Number(result.ReadUnits)} read, {Number(result.WriteUnits)} write"),
            ("Requests", $"{Number(result.Requests)}, {Number(result.Retries)} again, {Number(result.Throttled)} throttled"),
            ("Elapsed", $"{result.Elapsed.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s, {Number(result.ItemsPerSecond)} items/s"),
            ("Records", result.RecordsPath)));
        foreach (var report in result.Reports.Take(ShownReports))
            text.AppendLine().Append("  ").Append(report);
        return text.ToString();
    }

    public static string Of(DdbTableActivity activity)
    {
        var text = new StringBuilder(ResultText.Lines(
            ("Table", activity.TableName),
            ("Quiet", $"{(activity.IsQuiet ? "yes" : "no")}, for {activity.QuietFor.TotalSeconds.ToString("N0", CultureInfo.InvariantCulture)} s"),
            ("Writes", Number(activity.Writes)),
            ("Expired", Number(activity.Expired)),
            ("Last write", activity.LastWriteAt is { } last ? Time(last) : null),
            ("Replicas", activity.ReplicaRegions.Count > 0 ? string.Join(", ", activity.ReplicaRegions) : null),
            ("Elapsed", $"{activity.Elapsed.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s")));
        if (activity.Groups.Count == 0)
            return text.ToString();
        text.AppendLine().AppendLine().Append(TextTable.Format(
            ["Count", "Event", "Origin", "Keys", "Attributes", "LastAt", "ExampleKey"],
            activity.Groups.Select(group => new[]
            {
                Number(group.Count), group.Event, group.Source is null ? group.Origin.ToString() : $"{group.Origin} ({group.Source})",
                group.Keys, string.Join(", ", group.Attributes), Time(group.LastAt), group.ExampleKey,
            })));
        return text.ToString();
    }

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
