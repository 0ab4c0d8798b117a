using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Tests.Unit.Migration;

/// <summary>Tables as DescribeTable would tell of them.</summary>
internal static class TestTables
{
    public static KeySchema TextKey(string partition, string? sort) => Key((partition, AttributeType.S), sort is null ? null : (sort, AttributeType.S));

    public static KeySchema Key((string Name, AttributeType Type) partition, (string Name, AttributeType Type)? sort) => new(
        new KeyAttribute(partition.Name, partition.Type), sort is null ? null : new KeyAttribute(sort.Value.Name, sort.Value.Type));

    public static IndexDescription Index(string name, KeySchema key, string projection = "ALL", params string[] nonKey) =>
        new(name, key, projection, nonKey, "ACTIVE", IsLocal: false);

    public static TableDescriptor Table(KeySchema key, params IndexDescription[] indexes) =>
        new("limits", "id", "arn", "ACTIVE", DateTimeOffset.UnixEpoch, key, indexes, IsOnDemand: true, ItemCount: 0, SizeBytes: 0);

    /// <summary>zae-limiter's table with the index that 0.10 adds.</summary>
    public static TableDescriptor Limits { get; } = Table(
        TextKey("PK", "SK"), Index("GSI1", TextKey("GSI1PK", "GSI1SK")), Index("GSI2", TextKey("GSI2PK", "GSI2SK")),
        Index("GSI3", TextKey("GSI3PK", "GSI3SK"), "KEYS_ONLY"), Index("GSI4", TextKey("GSI4PK", "GSI4SK"), "KEYS_ONLY"));
}
