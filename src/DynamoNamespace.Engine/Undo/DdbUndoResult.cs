using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Undo;

/// <summary>What one undo did.</summary>
public sealed record DdbUndoResult
{
    /// <summary>The run's own ID.</summary>
    public required string RunId { get; init; }

    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The table that the copies stand in.</summary>
    public required string TargetTableName { get; init; }

    /// <summary>The namespace's name.</summary>
    public string? Namespace { get; init; }

    /// <summary>The namespace's ID.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>The mapping, as it was named.</summary>
    public required string Mapping { get; init; }

    /// <summary>The values that the mapping's variables were given; that of the namespace's ID is not among them.</summary>
    public IReadOnlyDictionary<string, string> Variable { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How the run ended.</summary>
    public required DdbMigrationOutcome Outcome { get; init; }

    /// <summary>Whether the run went on with one that was stopped; the counts are then of all its sittings together.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Items read.</summary>
    public long Scanned { get; init; }

    /// <summary>Items under keys that the mapping makes.</summary>
    public long Copies { get; init; }

    /// <summary>Old items that were gone and were put back.</summary>
    public long Restored { get; init; }

    /// <summary>Old items that a dry run found gone, so that an undo would put them back.</summary>
    public long ToRestore { get; init; }

    /// <summary>Copies removed, each while its old item stood.</summary>
    public long Removed { get; init; }

    /// <summary>Copies that a dry run would remove.</summary>
    public long ToRemove { get; init; }

    /// <summary>Copies left because new clients changed or made them.</summary>
    public long Changed { get; init; }

    /// <summary>Copies that could not be taken back.</summary>
    public long Failed { get; init; }

    /// <summary>The first copies that were left, and why.</summary>
    public IReadOnlyList<DdbItemReport> Reports { get; init; } = [];

    /// <summary>Read units consumed.</summary>
    public double ReadUnits { get; init; }

    /// <summary>Write units consumed.</summary>
    public double WriteUnits { get; init; }

    /// <summary>HTTP requests sent, retries included.</summary>
    public long Requests { get; init; }

    /// <summary>Requests and statements sent again.</summary>
    public long Retries { get; init; }

    /// <summary>Requests and statements that were throttled.</summary>
    public long Throttled { get; init; }

    /// <summary>When the run began, in UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The file that the run can be resumed from; null where the run has none.</summary>
    public string? CheckpointPath { get; init; }
}
