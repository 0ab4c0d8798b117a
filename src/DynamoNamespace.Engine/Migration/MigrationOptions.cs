using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Migration;

/// <summary>What a copy, delete, verification or measurement is to work on, and within which limits.</summary>
public sealed record MigrationOptions
{
    /// <summary>The mapping that is used where none is named.</summary>
    public const string DefaultMapping = "zae-limiter-0.10";

    /// <summary>The namespace that is used where none is named.</summary>
    public const string DefaultNamespace = "default";

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
}
