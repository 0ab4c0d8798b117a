using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Files;

/// <summary>What one import did.</summary>
public sealed record DdbTableImport
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The table that the file was exported from; null where nothing tells.</summary>
    public string? SourceTableName { get; init; }

    /// <summary>How the import ended.</summary>
    public required DdbMigrationOutcome Outcome { get; init; }

    /// <summary>Items in the file.</summary>
    public long Items { get; init; }

    /// <summary>The length of what the file holds, uncompressed.</summary>
    public long Bytes { get; init; }

    /// <summary>The length of the file.</summary>
    public long FileBytes { get; init; }

    /// <summary>The SHA-256 of the file as it stands on disk, in hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What equal sets of items share, whatever their order, in hexadecimal: that of the file.</summary>
    public string? ItemsDigest { get; init; }

    /// <summary>Whether a manifest proved that the file is whole.</summary>
    public bool HasManifest { get; init; }

    /// <summary>Items that a dry run did not find standing in the table, value for value; those under whose keys others stand would be conflicts.</summary>
    public long ToWrite { get; init; }

    /// <summary>Items put.</summary>
    public long Written { get; init; }

    /// <summary>Items that stood in the table already, value for value.</summary>
    public long AlreadyThere { get; init; }

    /// <summary>Items under whose keys the table holds others, which were left as they are.</summary>
    public long Conflicts { get; init; }

    /// <summary>Items that DynamoDB did not take.</summary>
    public long Failed { get; init; }

    /// <summary>Items that the table held when it was read back.</summary>
    public long TableItems { get; init; }

    /// <summary>Whether the table was read back and holds every item of the file, value for value; and nothing else, unless that was allowed.</summary>
    public bool IsProven { get; init; }

    /// <summary>The first items that were not put, and why.</summary>
    public IReadOnlyList<DdbItemReport> Reports { get; init; } = [];

    /// <summary>The file that has all of them; null where there are none.</summary>
    public string? RecordsPath { get; init; }

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

    /// <summary>When it began, in UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Items put or found equal, a second.</summary>
    public double ItemsPerSecond => Elapsed > TimeSpan.Zero ? Math.Round((Written + AlreadyThere) / Elapsed.TotalSeconds, 1) : 0;
}
