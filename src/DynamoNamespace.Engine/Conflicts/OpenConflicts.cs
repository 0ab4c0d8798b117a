using System.Runtime.CompilerServices;
using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>
/// Reads the conflicts that the runs of one plan recorded and nobody has resolved. It reads the records twice, first to find the last one of each pair
/// of keys, so that it holds a digest of each conflict and not the conflicts themselves.
/// </summary>
internal static class OpenConflicts
{
    /// <param name="runs">The plan's runs.</param>
    /// <param name="stateTableName">The table that they are read from; null where a folder is.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async IAsyncEnumerable<DdbMigrationConflict> ReadAsync(
        IReadOnlyList<StoredRun> runs, string? stateTableName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var digest = new ConflictDigest();
        // What a verification records are differences, and the operations that act on them record conflicts of their own.
        var recording = runs.Where(run => run.Operation != RunOperation.Verify).ToList();
        var last = new Dictionary<UInt128, (RunOperation Operation, long Line, DateTimeOffset At)>();
        foreach (var run in recording)
        {
            await foreach (var (report, line, key) in RecordsAsync(run, digest, cancellationToken))
            {
                if (!last.TryGetValue(key, out var known) || report.RecordedAt >= known.At)
                    last[key] = (run.Operation, line, report.RecordedAt);
            }
        }

        var resolved = runs.Count == 0 ? [] : await ResolutionLog.ReadAsync(runs[0].State, digest, cancellationToken);
        foreach (var run in recording)
        {
            await foreach (var (report, line, key) in RecordsAsync(run, digest, cancellationToken))
            {
                var isLast = last.TryGetValue(key, out var found) && found.Operation == run.Operation && found.Line == line;
                if (isLast && !(resolved.TryGetValue(key, out var resolvedAt) && report.RecordedAt <= resolvedAt))
                    yield return Describe(run, report) with { StateTableName = stateTableName };
            }
        }
    }

    private static async IAsyncEnumerable<(DdbItemReport Report, long Line, UInt128 Key)> RecordsAsync(
        StoredRun run, ConflictDigest digest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var name = StateLogs.Records(run.Operation);
        var line = 0L;
        await foreach (var report in StateRecords.ReadAsync<DdbItemReport>(run.State, name, cancellationToken))
        {
            UInt128 key;
            try
            {
                key = digest.Of(report.SourceKeyJson, report.TargetKeyJson);
            }
            catch (JsonException error)
            {
                throw StateRecords.Unreadable(run.State, name, line + 1, error);
            }

            yield return (report, line++, key);
        }
    }

    private static DdbMigrationConflict Describe(StoredRun run, DdbItemReport report)
    {
        var plan = run.Checkpoint.Plan;
        return new DdbMigrationConflict
        {
            TableName = plan.TableName,
            TargetTableName = plan.TargetTableName,
            Namespace = plan.Namespace,
            NamespaceId = plan.NamespaceId,
            Mapping = plan.Mapping,
            Variable = MappingVariables.Given(plan.Variables),
            Operation = run.Operation.ToString(),
            RunId = run.Checkpoint.RunId,
            Reason = report.Reason,
            SourceKey = report.SourceKey,
            TargetKey = report.TargetKey,
            Attributes = report.Attributes,
            Clock = report.Clock,
            SourceClock = report.SourceClock,
            TargetClock = report.TargetClock,
            Detail = report.Detail,
            SourceKeyJson = report.SourceKeyJson,
            TargetKeyJson = report.TargetKeyJson,
            RecordedAt = report.RecordedAt,
            Endpoint = plan.Endpoint,
            CheckpointPath = run.State.PathOf(run.Operation),
        };
    }
}
