using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>What catch-up did: all its sittings since its position was taken, together.</summary>
public sealed record DdbCatchUpResult
{
    /// <summary>The run's own ID; a catch-up that goes on keeps it.</summary>
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

    /// <summary>How it ended: Incomplete if this sitting met conflicts or failures, or if changes wait for the copy to be finished.</summary>
    public required DdbMigrationOutcome Outcome { get; init; }

    /// <summary>Whether it went on where an earlier one stopped.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Stream records read, those of other items included.</summary>
    public long RecordsRead { get; init; }

    /// <summary>Changes of items that the mapping matches.</summary>
    public long Changes { get; init; }

    /// <summary>Copies put or replaced.</summary>
    public long Written { get; init; }

    /// <summary>Copies deleted because their old items were.</summary>
    public long Deleted { get; init; }

    /// <summary>How many of those because the old item had expired: DynamoDB's TTL deleted it.</summary>
    public long Expired { get; init; }

    /// <summary>Changes that the copy had already, or that were older than it.</summary>
    public long AlreadyApplied { get; init; }

    /// <summary>Changes put off until the copy is finished and the stream is read beyond them.</summary>
    public long Waiting { get; init; }

    /// <summary>Copies that a new client had changed, so that the old item's change was not carried.</summary>
    public long Conflicts { get; init; }

    /// <summary>Changed items that could not be mapped or written.</summary>
    public long Failed { get; init; }

    /// <summary>The first conflicts and failures of this sitting.</summary>
    public IReadOnlyList<DdbItemReport> Reports { get; init; } = [];

    /// <summary>How old the last change was that was carried, while there are more; zero when caught up.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>When the position was taken that catch-up began from.</summary>
    public DateTimeOffset PositionTakenAt { get; init; }

    /// <summary>Read units consumed. Of a catch-up beside a copy they are in the copy's result.</summary>
    public double ReadUnits { get; init; }

    /// <summary>Write units consumed. Of a catch-up beside a copy they are in the copy's result.</summary>
    public double WriteUnits { get; init; }

    /// <summary>HTTP requests sent to the table, retries included; reading the stream is not counted.</summary>
    public long Requests { get; init; }

    /// <summary>Requests sent again.</summary>
    public long Retries { get; init; }

    /// <summary>Requests that were throttled.</summary>
    public long Throttled { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it has been at work.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The file that it goes on from.</summary>
    public string? CheckpointPath { get; init; }
}
