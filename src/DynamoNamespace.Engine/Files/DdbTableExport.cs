using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Files;

/// <summary>What one export did.</summary>
public sealed record DdbTableExport
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Its manifest; null where there is no file.</summary>
    public string? ManifestPath { get; init; }

    /// <summary>How the export ended. Only where it is Completed is there a file.</summary>
    public required DdbMigrationOutcome Outcome { get; init; }

    /// <summary>Items in the table by its own count, which DynamoDB renews about every six hours.</summary>
    public long EstimatedItems { get; init; }

    /// <summary>Items read of the table.</summary>
    public long Scanned { get; init; }

    /// <summary>Items in the file, counted by reading it back.</summary>
    public long Items { get; init; }

    /// <summary>The length of what the file holds, uncompressed.</summary>
    public long Bytes { get; init; }

    /// <summary>The length of the file.</summary>
    public long FileBytes { get; init; }

    /// <summary>The SHA-256 of the file as it stands on disk, in hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What equal sets of items share, whatever their order, in hexadecimal.</summary>
    public string? ItemsDigest { get; init; }

    /// <summary>Read units consumed.</summary>
    public double ReadUnits { get; init; }

    /// <summary>HTTP requests sent, retries included.</summary>
    public long Requests { get; init; }

    /// <summary>Requests sent again.</summary>
    public long Retries { get; init; }

    /// <summary>Requests that were throttled.</summary>
    public long Throttled { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Items a second, the reading back included.</summary>
    public double ItemsPerSecond => Elapsed > TimeSpan.Zero ? Math.Round(Items / Elapsed.TotalSeconds, 1) : 0;
}
