namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>Whether a run is at work.</summary>
public enum DdbRunStatus
{
    /// <summary>A process on this machine is at work on it.</summary>
    Running = 1,

    /// <summary>It was stopped before its end; the same command goes on with it.</summary>
    Stopped,

    /// <summary>It came to its end; the same command begins anew.</summary>
    Finished,
}

/// <summary>A run and where it stands, as its checkpoint says.</summary>
public sealed record DdbMigrationRun
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The table that the copies stand in, which is the table itself for new keys in one table.</summary>
    public required string TargetTableName { get; init; }

    /// <summary>The namespace's name; null for a mapping without namespaces.</summary>
    public string? Namespace { get; init; }

    /// <summary>The namespace's ID; null for a mapping without namespaces.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>The mapping, as it was named.</summary>
    public required string Mapping { get; init; }

    /// <summary>The values that the mapping's variables were given; that of the namespace's ID is not among them.</summary>
    public IReadOnlyDictionary<string, string> Variable { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Copy, Verify, Delete, Sync or Undo.</summary>
    public required string Operation { get; init; }

    /// <summary>The run's ID, which it keeps when it goes on.</summary>
    public required string RunId { get; init; }

    /// <summary>Whether it is at work.</summary>
    public required DdbRunStatus Status { get; init; }

    /// <summary>How a finished run ended; null for another.</summary>
    public string? Outcome { get; init; }

    /// <summary>Items read; of a catch-up, stream records.</summary>
    public long Scanned { get; init; }

    /// <summary>Items that the mapping matches; of an undo copies, of a catch-up changes.</summary>
    public long Candidates { get; init; }

    /// <summary>Candidates that need nothing more.</summary>
    public long Done { get; init; }

    /// <summary>Target keys that hold something else.</summary>
    public long Conflicts { get; init; }

    /// <summary>Items that could not be mapped or written.</summary>
    public long Failed { get; init; }

    /// <summary>Old items that a delete left.</summary>
    public long Kept { get; init; }

    /// <summary>Copies that an undo left because new clients changed or made them.</summary>
    public long Changed { get; init; }

    /// <summary>How much of the table is durably done, in segments; null for a catch-up, which scans nothing.</summary>
    public int? PercentDone { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When its checkpoint was last saved, in UTC.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How long it has been at work, all its sittings together.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The endpoint that the table stands behind.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The checkpoint's file.</summary>
    public required string CheckpointPath { get; init; }

    /// <summary>The file through which the run's limits can be changed while it goes on.</summary>
    public required string LimitsPath { get; init; }
}
