namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>An on-demand backup of a table.</summary>
public sealed record DdbMigrationBackup
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The backup's name.</summary>
    public required string BackupName { get; init; }

    /// <summary>Its ARN, by which it is restored.</summary>
    public required string BackupArn { get; init; }

    /// <summary><c>CREATING</c> or <c>AVAILABLE</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it was asked for, in UTC: it holds what was written until then.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Its size in bytes; null where it is not told.</summary>
    public long? SizeBytes { get; init; }
}
