using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Migration;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>A table at a fake endpoint, as far as opening a run on it asks: its description and one registered namespace.</summary>
internal sealed class FakeTable : IDisposable
{
    public const string Name = "limits";
    public const string NamespaceId = "a7x3kq";

    private readonly EnvironmentScope scope = new();

    public FakeTable(string partitionKey = "PK", string? sortKey = "SK", params (string Name, string PartitionKey, string SortKey, string Status)[] indexes)
    {
        Endpoint.On("DescribeTable", Description(partitionKey, sortKey, indexes).ToJsonString());
        Endpoint.On("GetItem", $$$"""{"Item":{{{Record("#NAMESPACE#default")}}}}""");
        Endpoint.On("Query", request => (200, $$$"""{"Items":[{{{Record(request["ExpressionAttributeValues"]![":prefix"]!["S"]!.GetValue<string>() + "x")}}}]}"""));
        Options = new MigrationOptions { TableName = Name, Connection = new ConnectionOptions { EndpointUrl = Endpoint.Url }, TotalSegments = 1 };
    }

    public FakeDynamoDb Endpoint { get; } = new();

    public MigrationOptions Options { get; }

    public RecordingObserver Observer { get; } = new();

    public Task<T> OpenAsync<T>(Func<MigrationSession, T> work) => OpenAsync(Options, work);

    public Task<T> OpenAsync<T>(MigrationOptions options, Func<MigrationSession, T> work) =>
        MigrationSession.RunAsync(options, Observer, TimeProvider.System, session => Task.FromResult(work(session)), CancellationToken.None);

    public void Dispose()
    {
        Endpoint.Dispose();
        scope.Dispose();
    }

    private static string Record(string sortKey) =>
        $$$"""{"PK":{"S":"_/SYSTEM#"},"SK":{"S":"{{{sortKey}}}"},"namespace_id":{"S":"{{{NamespaceId}}}"},"namespace_name":{"S":"default"},"status":{"S":"active"},"created_at":{"S":"2025-06-15T10:30:00Z"}}""";

    private static JsonObject Description(string partitionKey, string? sortKey, (string Name, string PartitionKey, string SortKey, string Status)[] indexes)
    {
        var names = indexes.SelectMany(index => new[] { index.PartitionKey, index.SortKey }).Append(partitionKey).Append(sortKey).Where(name => name is not null).Distinct(StringComparer.Ordinal);
        return new JsonObject
        {
            ["Table"] = new JsonObject
            {
                ["TableName"] = Name,
                ["TableStatus"] = "ACTIVE",
                ["CreationDateTime"] = 1_750_000_000,
                ["ItemCount"] = 10,
                ["TableSizeBytes"] = 1000,
                ["KeySchema"] = KeySchema(partitionKey, sortKey),
                ["AttributeDefinitions"] = new JsonArray([.. names.Select(name => new JsonObject { ["AttributeName"] = name, ["AttributeType"] = "S" })]),
                ["GlobalSecondaryIndexes"] = new JsonArray([.. indexes.Select(index => new JsonObject
                {
                    ["IndexName"] = index.Name,
                    ["IndexStatus"] = index.Status,
                    ["KeySchema"] = KeySchema(index.PartitionKey, index.SortKey),
                    ["Projection"] = new JsonObject { ["ProjectionType"] = "KEYS_ONLY" },
                })]),
            },
        };
    }

    private static JsonArray KeySchema(string partitionKey, string? sortKey)
    {
        var schema = new JsonArray(new JsonObject { ["AttributeName"] = partitionKey, ["KeyType"] = "HASH" });
        if (sortKey is not null)
            schema.Add(new JsonObject { ["AttributeName"] = sortKey, ["KeyType"] = "RANGE" });
        return schema;
    }
}
