using DynamoNamespace.Engine.Conflicts;

namespace DynamoNamespace.Worker.Output;

/// <summary>Conflicts and their resolutions as a person reads them.</summary>
internal static class ConflictText
{
    public static string Of(IReadOnlyList<DdbMigrationConflict> conflicts) => conflicts.Count == 0
        ? "No conflict is open."
        : string.Join(Environment.NewLine, conflicts.Select(Of));

    public static string Of(DdbConflictResolution resolution) => $"{resolution.Outcome}: {resolution.SourceKey} -> {resolution.TargetKey}: {resolution.Detail}";

    private static string Of(DdbMigrationConflict conflict) =>
        $"{conflict.Reason} ({conflict.Operation}): {string.Join(" -> ", new[] { conflict.SourceKey, conflict.TargetKey }.Where(key => !string.IsNullOrEmpty(key)))}: {conflict.Detail}";
}
