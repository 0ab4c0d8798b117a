namespace DynamoNamespace.Engine.Migration;

/// <summary>What one run did.</summary>
public sealed record DdbMigrationResult
{
    /// <summary>The run's own ID.</summary>
    public required string RunId { get; init; }

    /// <summary>The table that old items were read from.</summary>
    public required string TableName { get; init; }

    /// <summary>The table that new items were written to; often the same.</summary>
    public required string TargetTableName { get; init; }

    /// <summary>The namespace's name; null where only an ID was given and the registry names it otherwise.</summary>
    public string? Namespace { get; init; }

    /// <summary>The ID that the new keys begin with.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>The mapping, as it was named: one that ships with the module, or a path.</summary>
    public required string Mapping { get; init; }

    /// <summary>The values that the mapping's variables were given; that of the namespace's ID is not among them.</summary>
    public IReadOnlyDictionary<string, string> Variable { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How the run ended.</summary>
    public required DdbMigrationOutcome Outcome { get; init; }

    /// <summary>Whether the run went on with one that was stopped; the counts are then of all its sittings together.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Items read.</summary>
    public long Scanned { get; init; }

    /// <summary>Items that the mapping matches.</summary>
    public long Candidates { get; init; }

    /// <summary>New items put. Always 0 in a dry run; see <see cref="ToWrite"/>.</summary>
    public long Written { get; init; }

    /// <summary>New items that a dry run found missing, so that a run would put them.</summary>
    public long ToWrite { get; init; }

    /// <summary>Candidates whose copy was there already: equal to the mapped item, or newer.</summary>
    public long AlreadyMigrated { get; init; }

    /// <summary>Candidates whose target key holds something else. It was left as it is.</summary>
    public long Conflicts { get; init; }

    /// <summary>Candidates that could not be mapped or written.</summary>
    public long Failed { get; init; }

    /// <summary>Candidates left out because they have expired, or because a client deleted them meanwhile.</summary>
    public long Skipped { get; init; }

    /// <summary>Old items deleted, each with a proven copy.</summary>
    public long Deleted { get; init; }

    /// <summary>Old items that a dry run found proven, so that a delete would delete them.</summary>
    public long ToDelete { get; init; }

    /// <summary>Old items that the delete left because their copy is not proven or they changed meanwhile.</summary>
    public long Kept { get; init; }

    /// <summary>The candidates by family.</summary>
    public IReadOnlyList<DdbFamilyCount> Families { get; init; } = [];

    /// <summary>Families that the mapping does not name. Their items are migrated too.</summary>
    public IReadOnlyList<string> UnknownFamilies { get; init; } = [];

    /// <summary>The first items with a conflict, a failure, or kept by the delete, and why.</summary>
    public IReadOnlyList<DdbItemReport> Reports { get; init; } = [];

    /// <summary>What the catch-up beside the copy did; null where none was asked for.</summary>
    public CatchUp.DdbCatchUpResult? CatchUp { get; init; }

    /// <summary>Read units consumed.</summary>
    public double ReadUnits { get; init; }

    /// <summary>Write units consumed.</summary>
    public double WriteUnits { get; init; }

    /// <summary>
    /// Write units that were not used because the run looked before it put: a put that meets its own copy costs the table as much as one that writes
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.ConditionalUpdate).
    /// </summary>
    public double SavedWriteUnits { get; init; }

    /// <summary>Write units that a dry run expects of the run itself, the indexes' share included.</summary>
    public double EstimatedWriteUnits { get; init; }

    /// <summary>What these units cost on demand, in US dollars at us-east-1 prices; of a dry run, what the run itself is expected to cost.</summary>
    public decimal EstimatedCost { get; init; }

    /// <summary>HTTP requests sent, retries included.</summary>
    public long Requests { get; init; }

    /// <summary>Requests and statements sent again.</summary>
    public long Retries { get; init; }

    /// <summary>Requests and statements that were throttled.</summary>
    public long Throttled { get; init; }

    /// <summary>How many requests could be under way at once when the run ended. It grows up to <see cref="MigrationOptions.ThrottleLimit"/> and is halved by throttling.</summary>
    public int Concurrency { get; init; }

    /// <summary>What held the run's rate when it ended, and why: such as <c>write units: 100 a second</c>, or <c>concurrency 4 of 16: the table throttled 2 s ago</c>.</summary>
    public string LimitedBy { get; init; } = "";

    /// <summary>When the run began, in UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Items written, deleted or found done, a second.</summary>
    public double ItemsPerSecond => Elapsed > TimeSpan.Zero ? Math.Round((Written + ToWrite + AlreadyMigrated + Deleted + ToDelete) / Elapsed.TotalSeconds, 1) : 0;

    /// <summary>The file that the run can be resumed from; null where the run has none.</summary>
    public string? CheckpointPath { get; init; }
}
