namespace DynamoNamespace.Engine.Migration;

/// <summary>How a run ended.</summary>
public enum DdbMigrationOutcome
{
    /// <summary>Everything that was asked for is done and proven.</summary>
    Completed,

    /// <summary>Something was left undone: conflicts, failures, items kept, or the run was stopped. Run the same command again.</summary>
    Incomplete,

    /// <summary>A dry run: nothing was written.</summary>
    Planned,
}
