namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>A table's point-in-time recovery.</summary>
public sealed record DdbPointInTimeRecovery
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary><c>ENABLED</c> or <c>DISABLED</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The earliest time that the table can be restored to, in UTC; null where there is none yet.</summary>
    public DateTimeOffset? EarliestRestorableTime { get; init; }

    /// <summary>The latest time that the table can be restored to, in UTC; null where there is none yet.</summary>
    public DateTimeOffset? LatestRestorableTime { get; init; }

    /// <summary>How many days back it reaches; null where it is not told.</summary>
    public int? RecoveryPeriodInDays { get; init; }

    /// <summary>Whether this call changed it.</summary>
    public bool IsChanged { get; init; }

    internal bool IsEnabled => Status == "ENABLED";
}
