namespace DynamoNamespace.Engine.Tables;

/// <summary>What DescribeTable tells of a table, as far as a migration needs it; its provisioned capacity is null where it is billed on demand.</summary>
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
    ProvisionedUnits? Provisioned = null)
{
    public IndexDescription? FindIndex(string name) =>
        Indexes.FirstOrDefault(index => string.Equals(index.Name, name, StringComparison.Ordinal));
}
