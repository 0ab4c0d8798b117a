using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Migration;

/// <summary>What a copy, delete, verification or measurement is to work on, and within which limits.</summary>
public sealed record MigrationOptions
{
    /// <summary>The mapping that is used where none is named.</summary>
    public const string DefaultMapping = "zae-limiter-0.10";

    /// <summary>The namespace that is used where none is named.</summary>
    public const string DefaultNamespace = "default";

    /// <summary>How long nothing must have changed for a catch-up to count as idle, where nothing else is said.</summary>
    public static readonly TimeSpan DefaultIdleTime = TimeSpan.FromSeconds(10);

    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The namespace's name. Ignored where <see cref="NamespaceId"/> is given.</summary>
    public string Namespace { get; init; } = DefaultNamespace;

    /// <summary>The namespace's ID, for those who know it.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>The name of a mapping that ships in the module, or the path of a mapping document.</summary>
    public string Mapping { get; init; } = DefaultMapping;

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

    /// <summary>A file that the run's log is appended to; null for none.</summary>
    public string? LogPath { get; init; }

    /// <summary>Whether the log may name keys and tell what DynamoDB said, which can hold values of items.</summary>
    public bool LogItemKeys { get; init; }
}
