using System.Diagnostics.CodeAnalysis;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.Migration;

/// <summary>What a copy, delete, verification or measurement is to work on, and within which limits.</summary>
public sealed record MigrationOptions
{
    /// <summary>The mapping that is used where none is named.</summary>
    public const string DefaultMapping = "zae-limiter-0.10";

    /// <summary>The namespace that is used where none is named.</summary>
    public const string DefaultNamespace = "default";

    private readonly string? mapping;

    /// <summary>How long nothing must have changed for a catch-up to count as idle, where nothing else is said.</summary>
    public static readonly TimeSpan DefaultIdleTime = TimeSpan.FromSeconds(10);

    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The table that the copies go to; null, or the name of the table itself, for new keys in the same table.</summary>
    public string? TargetTableName { get; init; }

    /// <summary>Where the target table is and as whom it is written; null for the same place.</summary>
    public ConnectionOptions? TargetConnection { get; init; }

    /// <summary>Whether a copy may begin although the target table holds items already. None of them is overwritten.</summary>
    public bool AllowNonEmptyTarget { get; init; }

    /// <summary>The namespace's name. Ignored where <see cref="NamespaceId"/> is given.</summary>
    public string Namespace { get; init; } = DefaultNamespace;

    /// <summary>The namespace's ID, for those who know it.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>The name of a mapping that ships in the module, or the path of a mapping document. Where none is named, items go to another table as they are.</summary>
    [AllowNull]
    public string Mapping
    {
        get => mapping ?? (TargetTableName is null ? DefaultMapping : CopyMapping.Name);
        init => mapping = string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>Code of the caller's own that changes each item after the mapping's rule has; null for none.</summary>
    public IItemTransform? Transform { get; init; }

    /// <summary>Values of the mapping's variables; not that of the namespace's ID, which the registry tells.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether a table that lacks an index which the mapping expects is refused, as a plan asks for. Without it that is only told.</summary>
    public bool RequiresIndexes { get; init; }

    /// <summary>Where to connect and as whom.</summary>
    public ConnectionOptions Connection { get; init; } = new();

    /// <summary>Read units a second at most, over the whole run; null for no limit, or half of what a provisioned table has.</summary>
    public double? MaxReadUnits { get; init; }

    /// <summary>Write units a second at most, over the whole run; null for no limit, or half of what a provisioned table and its indexes have.</summary>
    public double? MaxWriteUnits { get; init; }

    /// <summary>Into how many segments the scan is split, from 1 to 1,000,000; null chooses by the table's size.</summary>
    public int? TotalSegments { get; init; }

    /// <summary>How many requests are under way at once, at most; null for 16. The run begins with half of it.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>Whether this is a dry run: it reads and reports, and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether a copy goes on into the delete once everything is copied.</summary>
    public bool Delete { get; init; }

    /// <summary>The folder that the run's checkpoint and records are kept in; null for the user's own place for this plan and table.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Whether to start over where an earlier run was stopped.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether items whose TTL has passed are left out.</summary>
    public bool SkipExpired { get; init; }

    /// <summary>Whether a copy carries what writers change meanwhile, and ends when it has caught up.</summary>
    public bool CatchUp { get; init; }

    /// <summary>Whether the table's stream may be turned on where it is off.</summary>
    public bool EnableStream { get; init; }

    /// <summary>Whether an undo takes back copies that new clients changed or made too.</summary>
    public bool IncludeChanged { get; init; }

    /// <summary>Whether a catch-up ends once nothing has changed for <see cref="IdleTime"/>.</summary>
    public bool StopWhenIdle { get; init; }

    /// <summary>How long nothing must have changed for a catch-up to count as idle.</summary>
    public TimeSpan IdleTime { get; init; } = DefaultIdleTime;

    /// <summary>When a catch-up ends in any case; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The same with a target table.</summary>
    /// <param name="tableName">Its name; null or empty for the source table's own where anything else is said of it, and else for none.</param>
    /// <param name="region">Its Region; null for the source's.</param>
    /// <param name="profileName">A profile that may write it; null for the source's.</param>
    /// <param name="endpointUrl">Its endpoint; null for the source's.</param>
    public MigrationOptions WithTarget(string? tableName, string? region, string? profileName, string? endpointUrl)
    {
        var connection = (TargetConnection ?? Connection).ForTarget(region, profileName, endpointUrl) ?? TargetConnection;
        var name = string.IsNullOrEmpty(tableName) ? TargetTableName ?? TableName : tableName;
        // A result of new keys in one table names that table twice.
        if (connection is null && string.Equals(name, TableName, StringComparison.Ordinal))
            return this with { NamesOwnTable = !string.IsNullOrEmpty(tableName) };
        return this with { TargetTableName = name, TargetConnection = connection };
    }

    /// <summary>Whether the source table itself was named as the target.</summary>
    internal bool NamesOwnTable { get; private init; }

    /// <summary>A file that the run's log is appended to; null for none.</summary>
    public string? LogPath { get; init; }

    /// <summary>Whether the log may name keys and tell what DynamoDB said, which can hold values of items.</summary>
    public bool LogItemKeys { get; init; }
}
