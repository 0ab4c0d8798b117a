namespace DynamoNamespace.Engine.Aws;

/// <summary>What a scan reads, and what of it comes back.</summary>
/// <param name="IndexName">The index that is scanned; null for the table.</param>
/// <param name="Filter">Which of the items that are read come back; null for all.</param>
internal sealed record ScanScope(string? IndexName, ScanFilter? Filter)
{
    public static ScanScope WholeTable { get; } = new(null, null);
}
