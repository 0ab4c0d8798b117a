namespace DynamoNamespace.Engine.Migration;

/// <summary>Why one item was not migrated or not deleted.</summary>
public enum DdbItemReason
{
    /// <summary>The target key holds an item that is neither the mapped one nor newer.</summary>
    Conflict = 1,

    /// <summary>The item could not be mapped or written.</summary>
    Failed,

    /// <summary>The delete left the old item.</summary>
    Kept,
}

/// <summary>One item that needs a look: which, why, and what to do.</summary>
/// <param name="Reason">What happened to it.</param>
/// <param name="SourceKey">The old item's key.</param>
/// <param name="TargetKey">The new item's key, where the item could be mapped.</param>
/// <param name="Attributes">The attributes that differ between the mapped item and the one under the target key.</param>
/// <param name="Detail">A sentence that says why.</param>
public sealed record DdbItemReport(
    DdbItemReason Reason, string SourceKey, string? TargetKey, IReadOnlyList<string> Attributes, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Reason}: {SourceKey}: {Detail}";
}
