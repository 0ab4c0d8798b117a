using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Migration;

/// <summary>The error of a run that came to its end and left items undone.</summary>
internal static class RunTrouble
{
    public static DdbException Of(MigrationSession session, RunCounters counters, string more)
    {
        var first = counters.Reports.Count > 0 ? $" The first: {counters.Reports[0]}" : "";
        return new DdbException("MigrationIncomplete", DdbErrorKind.Incomplete, session.Table.Name,
            FormattableString.Invariant($"The run on table '{session.Table.Name}' is incomplete: {counters[RunCount.Conflicts]:N0} conflicts, {counters[RunCount.Failed]:N0} failed, {counters[RunCount.Kept]:N0} kept of {counters[RunCount.Candidates]:N0} candidates.")
            + $"{more} Get-DdbMigrationConflict (ddbns conflict list) names the items.{first}");
    }
}
