namespace DynamoNamespace.Engine.Migration;

/// <summary>Why one item was not migrated, not deleted, or not taken back.</summary>
public enum DdbItemReason
{
    /// <summary>The target key holds an item that is neither the mapped one nor newer.</summary>
    Conflict = 1,

    /// <summary>The item could not be mapped or written.</summary>
    Failed,

    /// <summary>The delete left the old item.</summary>
    Kept,

    /// <summary>The undo left a copy that was changed or made by a new client.</summary>
    Changed,
}

/// <summary>One item that needs a look: which, why, and what to do.</summary>
/// <param name="Reason">What happened to it.</param>
/// <param name="SourceKey">The old item's key; empty where an undo cannot tell it.</param>
/// <param name="TargetKey">The new item's key, where the item could be mapped.</param>
/// <param name="Attributes">The attributes that differ between the mapped item and the one under the target key.</param>
/// <param name="Detail">A sentence that says why.</param>
public sealed record DdbItemReport(
    DdbItemReason Reason, string SourceKey, string? TargetKey, IReadOnlyList<string> Attributes, string Detail)
{
    /// <summary>The old item's key in DynamoDB JSON.</summary>
    public string? SourceKeyJson { get; init; }

    /// <summary>The new item's key in DynamoDB JSON.</summary>
    public string? TargetKeyJson { get; init; }

    /// <summary>The attribute that tells which version of such an item is newer; null where none does.</summary>
    public string? Clock { get; init; }

    /// <summary>The clock's reading in the old item.</summary>
    public string? SourceClock { get; init; }

    /// <summary>The clock's reading in the item under the target key.</summary>
    public string? TargetClock { get; init; }

    /// <summary>When it was recorded, in UTC.</summary>
    public DateTimeOffset RecordedAt { get; init; } = DateTimeOffset.UtcNow;

    /// <inheritdoc/>
    public override string ToString() => $"{Reason}: {(SourceKey.Length > 0 ? SourceKey : TargetKey)}: {Detail}";
}
