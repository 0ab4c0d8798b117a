namespace DynamoNamespace.Engine.Tables;

/// <summary>
/// What DescribeTable tells of a table, as far as a migration needs it. A stream that is switched off counts as none; provisioned capacity is null
/// where the table is billed on demand.
/// </summary>
internal sealed record TableDescriptor(
    string Name,
    string Id,
    string Arn,
    string Status,
    DateTimeOffset CreatedAt,
    KeySchema Key,
    IReadOnlyList<IndexDescription> Indexes,
    bool IsOnDemand,
    long ItemCount,
    long SizeBytes,
    string? LatestStreamArn = null,
    string? StreamViewType = null,
    ProvisionedUnits? Provisioned = null)
{
    /// <summary>The Regions that hold a replica of a global table.</summary>
    public IReadOnlyList<string> ReplicaRegions { get; init; } = [];

    public IndexDescription? FindIndex(string name) =>
        Indexes.FirstOrDefault(index => string.Equals(index.Name, name, StringComparison.Ordinal));
}
