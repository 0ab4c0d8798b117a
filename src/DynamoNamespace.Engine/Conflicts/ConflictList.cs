using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>Lists what runs left for somebody to decide about. It reads the runs' records, and calls no AWS service.</summary>
public static class ConflictList
{
    /// <summary>
    /// The open conflicts of a table, each once. Of a table that was dropped and made again, only the runs on the one that was worked on last count.
    /// </summary>
    /// <param name="query">Which are asked for.</param>
    /// <param name="onUnreadable">Hears of each checkpoint that cannot be read.</param>
    /// <exception cref="DdbException">There is no run of this table, or its records cannot be read.</exception>
    public static IEnumerable<DdbMigrationConflict> Read(ConflictQuery query, Action<DdbException> onUnreadable)
    {
        var runs = RunsOfLatestTable(KnownRun.Read(query.CheckpointPath, onUnreadable).Where(run => IsAskedFor(run, query)));
        if (runs.Count == 0)
            throw NoRun(query.TableName, query.NamespaceId ?? query.Namespace, query.CheckpointPath);
        return runs.GroupBy(run => run.Folder.Path, StringComparer.Ordinal)
            .SelectMany(folder => OpenConflicts.Read([.. folder]))
            .Where(conflict => query.Reasons?.Contains(conflict.Reason) ?? true);
    }

    internal static DdbException NoRun(string tableName, string? ns, string? checkpointPath) => new("NoMigrationRun", DdbErrorKind.NotFound, tableName,
        $"No run on table '{tableName}'{(string.IsNullOrEmpty(ns) ? "" : $" and namespace '{ns}'")} has a checkpoint {(checkpointPath is null ? "in this user's state folder" : $"in '{checkpointPath}'")}, so it is not known whether there are conflicts. "
        + "List the runs with Get-DdbMigrationRun (ddbns run list), name the folder with -CheckpointPath (--checkpoint-path), or run the migration first.");

    private static bool IsAskedFor(KnownRun run, ConflictQuery query)
    {
        var plan = run.Checkpoint.Plan;
        if (!string.Equals(plan.TableName, query.TableName, StringComparison.Ordinal))
            return false;
        if (!string.IsNullOrEmpty(query.NamespaceId))
            return string.Equals(plan.NamespaceId, query.NamespaceId, StringComparison.Ordinal);
        return string.IsNullOrEmpty(query.Namespace) || string.Equals(plan.Namespace, query.Namespace, StringComparison.Ordinal);
    }

    private static List<KnownRun> RunsOfLatestTable(IEnumerable<KnownRun> runs) =>
        [.. runs.GroupBy(run => run.Checkpoint.Plan.Endpoint, StringComparer.Ordinal)
            .SelectMany(atEndpoint => atEndpoint.GroupBy(run => run.Checkpoint.Plan.TableFingerprint, StringComparer.Ordinal)
                .MaxBy(ofTable => ofTable.Max(run => run.Checkpoint.UpdatedAt))!)];
}
