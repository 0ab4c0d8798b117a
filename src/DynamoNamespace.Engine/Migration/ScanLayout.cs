using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>How a table is scanned and written: segments, tasks, and the size of a page and a batch.</summary>
internal sealed record ScanLayout(int TotalSegments, int Scanners, int Writers, int? PageLimit, int BatchSize)
{
    private const int MaximumSegments = 1_000_000;
    private const int BytesPerSegment = 16 * 1024 * 1024;
    private const int SegmentsPerScanner = 4;

    /// <summary>What an eventually consistent read of a full page takes: 1 MB, half a unit for each 4 KB.</summary>
    private const int UnitsPerFullPage = 128;

    /// <summary>While a run writes, it holds batches beside its pages, and waits for the writes: a page of very small items would only take memory.</summary>
    private const int MaximumItemsWhileWriting = 1000;

    /// <summary>Which of the items that are read come over the network; null for all.</summary>
    public Aws.ScanFilter? Filter { get; init; }

    /// <summary>Items of a page in a run that only reads; null for full pages.</summary>
    private int? ReadingPageLimit { get; init; }

    /// <summary>The layout of a run that only reads, in which each request more is felt: its pages are full ones unless a read limit asks for less.</summary>
    public ScanLayout ForReading() => this with { PageLimit = ReadingPageLimit };

    public static ScanLayout For(MigrationOptions options, TableDescriptor table)
    {
        Check(options);
        var writers = options.ThrottleLimit ?? RunLimits.DefaultRequests;
        var scanners = Math.Max(1, writers / 4);
        var segments = options.TotalSegments
            ?? (int)Math.Clamp(table.SizeBytes / BytesPerSegment, scanners * SegmentsPerScanner, MaximumSegments);
        var pageLimit = PageLimitFor(options, table);
        return new ScanLayout(segments, Math.Min(scanners, segments), writers, Math.Min(pageLimit ?? int.MaxValue, MaximumItemsWhileWriting), BatchSizeFor(options))
        {
            ReadingPageLimit = pageLimit,
        };
    }

    /// <summary>Under a read limit a page is cut to about a second's worth, so that it does not come as one burst of 1 MB.</summary>
    private static int? PageLimitFor(MigrationOptions options, TableDescriptor table)
    {
        if (options.MaxReadUnits is not { } units || units >= UnitsPerFullPage)
            return null;
        var bytesPerItem = table.ItemCount > 0 ? Math.Max(1, table.SizeBytes / table.ItemCount) : 1024;
        return (int)Math.Clamp(units * 8192 / bytesPerItem, 1, UnitsPerFullPage * 8192);
    }

    /// <summary>Under a low write limit a batch is cut to about a quarter of a second's worth.</summary>
    private static int BatchSizeFor(MigrationOptions options) => options.MaxWriteUnits is { } units
        ? (int)Math.Clamp(units / 4, 1, Aws.StatementText.MaximumStatements)
        : Aws.StatementText.MaximumStatements;

    private static void Check(MigrationOptions options)
    {
        if (options.TotalSegments is < 1 or > MaximumSegments)
            throw Invalid("TotalSegments", options.TotalSegments, "from 1 to 1,000,000");
        if (options.ThrottleLimit is < 1 or > RunLimits.MaximumRequests)
            throw Invalid("ThrottleLimit", options.ThrottleLimit, "from 1 to 1,000");
        if (options.MaxReadUnits is <= 0 or double.NaN)
            throw Invalid("MaxReadUnits", options.MaxReadUnits, "above 0");
        if (options.MaxWriteUnits is <= 0 or double.NaN)
            throw Invalid("MaxWriteUnits", options.MaxWriteUnits, "above 0");
    }

    private static DdbException Invalid(string name, object? value, string legal) => new("InvalidLimit", DdbErrorKind.InvalidArgument, name,
        FormattableString.Invariant($"{name} is {value}, and it must be {legal}. Nothing was read or changed."));
}
