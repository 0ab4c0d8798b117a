using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Files;

/// <summary>What an export and an import have in common: a table, a file, and limits.</summary>
public abstract record TableFileOptions
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The file; one whose name ends with <c>.gz</c> is gzip.</summary>
    public required string Path { get; init; }

    /// <summary>Where to connect and as whom.</summary>
    public ConnectionOptions Connection { get; init; } = new();

    /// <summary>Read units a second at most; null for no limit, or half of what a provisioned table has.</summary>
    public double? MaxReadUnits { get; init; }

    /// <summary>Into how many segments a scan is split, from 1 to 1,000,000; null chooses by the table's size.</summary>
    public int? TotalSegments { get; init; }

    /// <summary>How many requests are under way at once, at most; null for 16.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>Whether this is a dry run: it checks and reports, and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>The same limits as those of a migration.</summary>
    internal virtual MigrationOptions ToLimits() => new()
    {
        TableName = TableName, Connection = Connection, MaxReadUnits = MaxReadUnits, TotalSegments = TotalSegments, ThrottleLimit = ThrottleLimit,
    };
}

/// <summary>What to export, to where, and within which limits.</summary>
public sealed record TableExportOptions : TableFileOptions
{
    /// <summary>Whether the reads may miss writes of the last moment, for half of the read units.</summary>
    public bool EventuallyConsistent { get; init; }

    /// <summary>Whether a file of that name is replaced.</summary>
    public bool Force { get; init; }
}

/// <summary>What to import, into which table, and within which limits.</summary>
public sealed record TableImportOptions : TableFileOptions
{
    /// <summary>Write units a second at most; null for no limit, or half of what a provisioned table and its indexes have.</summary>
    public double? MaxWriteUnits { get; init; }

    /// <summary>Whether a file is taken that nothing proves to be whole.</summary>
    public bool NoManifest { get; init; }

    /// <summary>Whether the table may hold other items than the file's.</summary>
    public bool AllowNonEmpty { get; init; }

    internal override MigrationOptions ToLimits() => base.ToLimits() with { MaxWriteUnits = MaxWriteUnits };
}
