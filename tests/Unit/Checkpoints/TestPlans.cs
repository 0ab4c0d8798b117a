using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Tests.Unit.Mappings;
using DynamoNamespace.Tests.Unit.Migration;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>Plans and checkpoints for tests.</summary>
internal static class TestPlans
{
    public const string Endpoint = "https://dynamodb.eu-west-1.amazonaws.com";

    public static PlanIdentity Shipped { get; } = Of(TestTables.Limits);

    public static PlanIdentity Of(TableDescriptor table, string endpoint = Endpoint, string namespaceId = "a7x3kq") => PlanIdentity.Of(
        Place(table, endpoint), Place(table, endpoint), MappingText.Shipped, MappingText.ShippedFor(namespaceId),
        new DdbNamespace(table.Name, "default", namespaceId, DdbNamespace.Active, DateTimeOffset.UnixEpoch, null));

    public static TablePlace Place(TableDescriptor table, string endpoint = Endpoint) => new(table.Name, table.Id, table.Arn, table.CreatedAt, endpoint.TrimEnd('/'));

    public static Checkpoint Checkpoint(PlanIdentity? plan = null, RunOperation operation = RunOperation.Copy) => new()
    {
        Operation = operation,
        RunId = "0123456789ab",
        Plan = plan ?? Shipped,
        Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["SkipExpired"] = "off" },
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };
}
