namespace DynamoNamespace.Engine.Indexes;

/// <summary>Where the change of an index's projection stands.</summary>
public enum DdbIndexMigrationState
{
    /// <summary>Nothing was changed: it was only shown what would be.</summary>
    Planned = 1,

    /// <summary>The shadow is there and filled. The old index is as it was.</summary>
    ShadowReady,

    /// <summary>The old index is gone, and the shadow has its place.</summary>
    Completed,

    /// <summary>The shadow is gone, and the old index is as it was.</summary>
    Undone,
}

/// <summary>An index and its shadow.</summary>
public sealed record DdbIndexMigration
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The old index.</summary>
    public required string IndexName { get; init; }

    /// <summary>The shadow.</summary>
    public required string ShadowIndexName { get; init; }

    /// <summary>The stack that it goes through; null where the table is changed itself.</summary>
    public string? StackName { get; init; }

    /// <summary>Where it stands.</summary>
    public required DdbIndexMigrationState State { get; init; }

    /// <summary>Whether this command changed something; false where everything was as it should be already.</summary>
    public required bool IsChanged { get; init; }

    /// <summary>The key that both have.</summary>
    public required string Key { get; init; }

    /// <summary>The old index's projection; null where it is gone.</summary>
    public string? Projection { get; init; }

    /// <summary>The shadow's projection, as it is or is to be; null where it is gone.</summary>
    public string? ShadowProjection { get; init; }

    /// <summary>The shadow's status; null where it is not there.</summary>
    public string? ShadowStatus { get; init; }

    /// <summary>How many items DynamoDB last counted in the shadow, which it does about every six hours; null where it tells none.</summary>
    public long? ItemCount { get; init; }

    /// <summary>The shadow's size as last counted.</summary>
    public long? IndexSizeBytes { get; init; }

    /// <summary>How long this command took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
