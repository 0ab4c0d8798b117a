namespace DynamoNamespace.Engine.Verification;

/// <summary>What one check found, before it is said of which table and namespace.</summary>
internal sealed record CheckFinding(string Name, DdbCheckStatus Status, string Expected, string Actual, string? Detail = null, string? Remedy = null)
{
    public DdbMigrationCheck Of(string tableName, string? ns, string? namespaceId) => new()
    {
        TableName = tableName,
        Namespace = ns,
        NamespaceId = namespaceId,
        Name = Name,
        Status = Status,
        Expected = Expected,
        Actual = Actual,
        Detail = Detail,
        Remedy = Remedy,
    };
}
