using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>Lists what runs left for somebody to decide about, from any machine.</summary>
public static class ConflictList
{
    /// <summary>
    /// The open conflicts of a table, each once. Of a table that was dropped and created again, only the runs on the one that was worked on last count.
    /// </summary>
    /// <param name="query">Which are asked for.</param>
    /// <param name="onUnreadable">Receives each checkpoint that cannot be read.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="DdbException">There is no run of this table, or its records cannot be read.</exception>
    public static Task<IReadOnlyList<DdbMigrationConflict>> ReadAsync(ConflictQuery query, Action<DdbException> onUnreadable, CancellationToken cancellationToken) =>
        StateStores.ReadAsync(query.Place, async store =>
        {
            var runs = RunsOfLatestTable((await StoredRun.ReadAllAsync(store, onUnreadable, cancellationToken)).Where(run => IsAskedFor(run, query)));
            if (runs.Count == 0)
                throw NoRun(query.TableName, query.NamespaceId ?? query.Namespace, Describe(query.Place));
            var conflicts = new List<DdbMigrationConflict>();
            foreach (var plan in runs.GroupBy(run => run.Plan.Plan.Id, StringComparer.Ordinal))
            {
                await foreach (var conflict in OpenConflicts.ReadAsync([.. plan], store.Home.TableName, cancellationToken))
                {
                    if (query.Reasons?.Contains(conflict.Reason) ?? true)
                        conflicts.Add(conflict);
                }
            }

            return (IReadOnlyList<DdbMigrationConflict>)conflicts;
        }, cancellationToken);

    internal static DdbException NoRun(string tableName, string? ns, string location) => new("NoMigrationRun", DdbErrorKind.NotFound, tableName,
        $"No run on table '{tableName}'{(string.IsNullOrEmpty(ns) ? "" : $" and namespace '{ns}'")} has a checkpoint in {location}, so it is not known whether there are conflicts. "
        + "List the runs with Get-DdbMigrationRun (ddbns run list), name the state table with -StateTableName (--state-table) or the folder with -CheckpointPath (--checkpoint-path), or run the migration first.");

    private static string Describe(StatePlace place) =>
        place.CheckpointPath is { } path ? $"folder '{path}'" : $"table '{StateStores.TableNameOf(place.StateTableName)}'";

    private static bool IsAskedFor(StoredRun run, ConflictQuery query)
    {
        var plan = run.Checkpoint.Plan;
        if (!string.Equals(plan.TableName, query.TableName, StringComparison.Ordinal))
            return false;
        if (!string.IsNullOrEmpty(query.NamespaceId))
            return string.Equals(plan.NamespaceId, query.NamespaceId, StringComparison.Ordinal);
        return string.IsNullOrEmpty(query.Namespace) || string.Equals(plan.Namespace, query.Namespace, StringComparison.Ordinal);
    }

    private static List<StoredRun> RunsOfLatestTable(IEnumerable<StoredRun> runs) =>
        [.. runs.GroupBy(run => run.Checkpoint.Plan.TableFingerprint, StringComparer.Ordinal)
            .MaxBy(ofTable => ofTable.Max(run => run.Checkpoint.UpdatedAt)) ?? Enumerable.Empty<StoredRun>()];
}
