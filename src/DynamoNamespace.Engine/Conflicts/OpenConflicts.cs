using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using System.Text.Json;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>
/// Reads the conflicts that the runs of one folder recorded and nobody has resolved. It reads the records twice, first to find the last one of each pair
/// of keys, so that it holds a digest of each conflict and not the conflicts themselves.
/// </summary>
internal static class OpenConflicts
{
    /// <param name="runs">The folder's runs.</param>
    public static IEnumerable<DdbMigrationConflict> Read(IReadOnlyList<KnownRun> runs)
    {
        using var digest = new ConflictDigest();
        // What a verification records are differences, and the operations that act on them record conflicts of their own.
        var recording = runs.Where(run => run.Operation != RunOperation.Verify).ToList();
        var last = new Dictionary<UInt128, (RunOperation Operation, long Line, DateTimeOffset At)>();
        foreach (var run in recording)
        {
            foreach (var (report, line, key) in Records(run, digest))
            {
                if (!last.TryGetValue(key, out var known) || report.RecordedAt >= known.At)
                    last[key] = (run.Operation, line, report.RecordedAt);
            }
        }

        var resolved = runs.Count == 0 ? [] : ResolutionLog.Read(runs[0].Folder, digest);
        foreach (var run in recording)
        {
            foreach (var (report, line, key) in Records(run, digest))
            {
                var isLast = last.TryGetValue(key, out var found) && found.Operation == run.Operation && found.Line == line;
                if (isLast && !(resolved.TryGetValue(key, out var resolvedAt) && report.RecordedAt <= resolvedAt))
                    yield return Describe(run, report);
            }
        }
    }

    private static IEnumerable<(DdbItemReport Report, long Line, UInt128 Key)> Records(KnownRun run, ConflictDigest digest)
    {
        var path = run.Folder.RecordsPath(run.Operation);
        var line = 0L;
        using var reports = RecordLog.Read<DdbItemReport>(path).GetEnumerator();
        while (true)
        {
            DdbItemReport report;
            UInt128 key;
            try
            {
                if (!reports.MoveNext())
                    yield break;
                report = reports.Current;
                key = digest.Of(report.SourceKeyJson, report.TargetKeyJson);
            }
            catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
            {
                throw new DdbException("RecordsUnreadable", DdbErrorKind.InvalidState, path,
                    $"The records in '{path}' cannot be read behind line {line}: {error.Message.TrimEnd('.')}. Nothing was changed. Run the {run.Operation.ToString().ToLowerInvariant()} again with -Restart (--restart) to have it record its conflicts anew.", error);
            }

            yield return (report, line++, key);
        }
    }

    private static DdbMigrationConflict Describe(KnownRun run, DdbItemReport report)
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
            CheckpointPath = run.Folder.Path,
        };
    }
}
