using System.Text.Json;
using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>A conflict as it came along the pipeline, with the plan that it is of.</summary>
internal sealed record PipedConflict(PipedPlan Plan, string? Reason, string? SourceKey, string? TargetKey, string? SourceKeyJson, string? TargetKeyJson, string? Detail)
{
    public DdbMigrationConflict ToConflict() => new()
    {
        TableName = Plan.TableName,
        Mapping = Plan.Mapping ?? "",
        Reason = Enum.TryParse<DdbItemReason>(Reason, ignoreCase: true, out var reason) ? reason : DdbItemReason.Conflict,
        SourceKey = SourceKey ?? SourceKeyJson ?? "",
        TargetKey = TargetKey,
        SourceKeyJson = SourceKeyJson,
        TargetKeyJson = TargetKeyJson,
        Detail = Detail ?? "",
    };
}

/// <summary>What one session can be opened for. Conflicts of the same plan share it. The variables' values are one text, by which plans are told apart.</summary>
internal sealed record PipedPlan(
    string TableName, string? TargetTableName, string? TargetRegion, string? TargetProfileName, string? TargetEndpointUrl,
    string Namespace, string? NamespaceId, string? Mapping, string Variables, string? CheckpointPath)
{
    public static string TextOf(IReadOnlyDictionary<string, string> variables) =>
        JsonSerializer.Serialize(new SortedDictionary<string, string>(variables.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal), StringComparer.Ordinal));

    public Dictionary<string, string> ReadVariables() => JsonSerializer.Deserialize<Dictionary<string, string>>(Variables)!;
}
