using System.Text.Json;
using System.Text.Json.Serialization;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.CatchUp.Streams;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>The operations that keep a checkpoint, each its own.</summary>
internal enum RunOperation
{
    Copy,
    Verify,
    Delete,
    Sync,
    Undo,
}

/// <summary>Where a run stands, as far as it is durably done.</summary>
internal sealed record Checkpoint
{
    public const string CurrentFormat = "dynamonamespace/checkpoint/1";

    public string Format { get; init; } = CurrentFormat;

    public required RunOperation Operation { get; init; }

    public required string RunId { get; init; }

    public required PlanIdentity Plan { get; init; }

    /// <summary>What else must be the same for a run to go on, such as whether expired items are left out.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Whether the run came to its end, with or without conflicts. The same command then begins anew.</summary>
    public bool IsFinished { get; init; }

    /// <summary>How a finished run ended.</summary>
    public string? Outcome { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The time that the run has been at work, all its sittings together.</summary>
    public TimeSpan Elapsed { get; init; }

    public ScanState? Scan { get; init; }

    /// <summary>Whether every segment was durably done, whatever had to follow.</summary>
    [JsonIgnore]
    public bool IsScanned => Scan is { } scan && scan.NextSegment >= scan.TotalSegments && scan.Open.Count == 0;

    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Families { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Items of namespace IDs that the registry does not know, which a verification counts.</summary>
    public IReadOnlyDictionary<string, long> UnknownNamespaces { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    public RequestTotals Requests { get; init; } = new();

    /// <summary>How long the file of records was; what stands behind it is of pages that are read again.</summary>
    public long RecordsLength { get; init; }

    /// <summary>How long each part of a verification's ledger was.</summary>
    public IReadOnlyList<long> LedgerLengths { get; init; } = [];

    /// <summary>Where catch-up is to go on in the table's stream; of a copy, where it is to begin.</summary>
    public StreamPosition? Stream { get; init; }

    /// <summary>What a catch-up has done.</summary>
    public CatchUpCounts? CatchUp { get; init; }
}

/// <summary>How far a scan is durably done: every segment below <see cref="NextSegment"/> is, but for the open ones.</summary>
internal sealed record ScanState(int TotalSegments, int NextSegment, IReadOnlyList<OpenSegment> Open);

/// <summary>A segment that is under way.</summary>
/// <param name="Segment">Its number.</param>
/// <param name="StartKey">The key after which it goes on, in DynamoDB JSON; null where none of its pages is done.</param>
internal sealed record OpenSegment(int Segment, JsonElement? StartKey);

/// <summary>What a run has used, all its sittings together.</summary>
internal sealed record RequestTotals(double ReadUnits = 0, double WriteUnits = 0, long Requests = 0, long Retries = 0, long Throttled = 0)
{
    public static RequestTotals operator +(RequestTotals a, RequestTotals b) => new(
        a.ReadUnits + b.ReadUnits, a.WriteUnits + b.WriteUnits, a.Requests + b.Requests, a.Retries + b.Retries, a.Throttled + b.Throttled);
}
