namespace DynamoNamespace.Engine.Conflicts;

/// <summary>Which of a conflict's two items is right.</summary>
public enum DdbConflictSide
{
    /// <summary>The old item.</summary>
    Source = 1,

    /// <summary>The item under the target key.</summary>
    Target,

    /// <summary>The newer one by the family's version clock.</summary>
    Newer,
}

/// <summary>How a resolution ended.</summary>
public enum DdbResolutionOutcome
{
    /// <summary>The side that was asked for stands on both keys now.</summary>
    Resolved = 1,

    /// <summary>The two do not contradict each other any more, and nothing was written.</summary>
    NoLongerAConflict,

    /// <summary>A dry run: it can be resolved as Detail says.</summary>
    Planned,
}

/// <summary>What became of one conflict.</summary>
/// <param name="TableName">The table.</param>
/// <param name="SourceKey">The old item's key.</param>
/// <param name="TargetKey">The new item's key.</param>
/// <param name="Use">The side that was asked for.</param>
/// <param name="Used">The side that was, or would be, used; null where nothing is to write.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">A sentence that says what was, or would be, done.</param>
public sealed record DdbConflictResolution(
    string TableName, string SourceKey, string TargetKey, DdbConflictSide Use, DdbConflictSide? Used, DdbResolutionOutcome Outcome, string Detail);
