using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>An item that a run left for somebody to decide about, as the run recorded it.</summary>
public sealed record DdbMigrationConflict
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The table that the new item stands in.</summary>
    public string? TargetTableName { get; init; }

    /// <summary>The namespace's name; null for a mapping without namespaces.</summary>
    public string? Namespace { get; init; }

    /// <summary>The namespace's ID; null for a mapping without namespaces.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>The mapping, as it was named.</summary>
    public required string Mapping { get; init; }

    /// <summary>The values that the mapping's variables were given; that of the namespace's ID is not among them.</summary>
    public IReadOnlyDictionary<string, string> Variable { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The operation that recorded it: Copy, Delete, Sync or Undo.</summary>
    public string? Operation { get; init; }

    /// <summary>The run that recorded it.</summary>
    public string? RunId { get; init; }

    /// <summary>What happened to it.</summary>
    public required DdbItemReason Reason { get; init; }

    /// <summary>The old item's key; empty where it cannot be told.</summary>
    public required string SourceKey { get; init; }

    /// <summary>The new item's key, where the item could be mapped.</summary>
    public string? TargetKey { get; init; }

    /// <summary>The attributes that differed between the mapped item and the one under the target key.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>The attribute that tells which version of such an item is newer; null where none does.</summary>
    public string? Clock { get; init; }

    /// <summary>The clock's reading in the old item.</summary>
    public string? SourceClock { get; init; }

    /// <summary>The clock's reading in the item under the target key.</summary>
    public string? TargetClock { get; init; }

    /// <summary>A sentence that says why.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The old item's key in DynamoDB JSON.</summary>
    public string? SourceKeyJson { get; init; }

    /// <summary>The new item's key in DynamoDB JSON.</summary>
    public string? TargetKeyJson { get; init; }

    /// <summary>When it was recorded, in UTC.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The endpoint that the table stands behind.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The folder of the run's checkpoint and records.</summary>
    public string? CheckpointPath { get; init; }
}
