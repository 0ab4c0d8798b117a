using System.Globalization;
using DynamoNamespace.Engine.Indexes;

namespace DynamoNamespace.Worker.Output;

/// <summary>An index and its shadow as a person reads them.</summary>
internal static class IndexText
{
    public static string Of(DdbIndexMigration migration) => ResultText.Lines(
        ("Table", migration.TableName),
        ("Stack", migration.StackName),
        ("State", $"{migration.State}{(migration.IsChanged || migration.State == DdbIndexMigrationState.Planned ? "" : ", as it was")}"),
        ("Key", migration.Key),
        ("Index", $"{migration.IndexName} {migration.Projection ?? "not there"}"),
        ("Shadow", $"{migration.ShadowIndexName} {migration.ShadowProjection} {migration.ShadowStatus ?? "not there"}".Replace("  ", " ", StringComparison.Ordinal)),
        ("Counted", migration.ItemCount is { } items ? FormattableString.Invariant($"{items:N0} items, {migration.IndexSizeBytes ?? 0:N0} bytes in the shadow") : null),
        ("Elapsed", $"{migration.Elapsed.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s"));
}
