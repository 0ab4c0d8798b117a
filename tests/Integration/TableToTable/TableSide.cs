using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>One of two tables. The code under test reaches it through a proxy of its own, the test itself directly.</summary>
internal sealed class TableSide : IAsyncDisposable
{
    private static readonly string[] WriteOperations =
    [
        "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems",
        "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction", "CreateTable", "UpdateTable", "DeleteTable",
    ];

    private TableSide(DynoxideServer engine, string name, JsonObject request)
    {
        Name = name;
        Request = request;
        Engine = engine;
        Raw = engine.Raw();
        Proxy = LoopbackProxy.Start(engine.EndpointUrl);
    }

    public string Name { get; }

    public DynoxideServer Engine { get; }

    public RawDynamoDb Raw { get; }

    public LoopbackProxy Proxy { get; }

    /// <summary>What makes the table, to make it again.</summary>
    public JsonObject Request { get; }

    public ConnectionOptions Connection => new()
    {
        EndpointUrl = Proxy.EndpointUrl,
        Region = "us-east-1",
        Credentials = () => new AccessKeys("local", "local", null),
    };

    /// <summary>Calls through the proxy that may have written something.</summary>
    public int WriteCalls => WriteOperations.Sum(Proxy.Log.Count);

    public static async Task<TableSide> CreateAsync(DynoxideServer engine, string name, IEnumerable<JsonObject> items, Action<JsonObject>? change)
    {
        var request = new JsonObject
        {
            ["TableName"] = name,
            ["BillingMode"] = "PAY_PER_REQUEST",
            ["KeySchema"] = Value("""[{"AttributeName":"PK","KeyType":"HASH"},{"AttributeName":"SK","KeyType":"RANGE"}]"""),
            ["AttributeDefinitions"] = Value("""[{"AttributeName":"PK","AttributeType":"S"},{"AttributeName":"SK","AttributeType":"S"}]"""),
        };
        change?.Invoke(request);
        var side = new TableSide(engine, name, request);
        await side.Raw.CreateTableAsync((JsonObject)request.DeepClone());
        await side.Raw.LoadAsync(name, items);
        return side;
    }

    /// <summary>Gives a table another key: names and types, such as <c>id:S</c> and <c>line:N</c>.</summary>
    public static Action<JsonObject> WithKey(string partition, string? sort) => request =>
    {
        string[] parts = sort is null ? [partition] : [partition, sort];
        request["KeySchema"] = new JsonArray([.. parts.Select((part, index) =>
            (JsonNode)new JsonObject { ["AttributeName"] = part.Split(':')[0], ["KeyType"] = index == 0 ? "HASH" : "RANGE" })]);
        request["AttributeDefinitions"] = new JsonArray([.. parts.Select(part =>
            (JsonNode)new JsonObject { ["AttributeName"] = part.Split(':')[0], ["AttributeType"] = part.Split(':')[1] })]);
    };

    /// <summary>Adds an index with a partition key of its own.</summary>
    public static Action<JsonObject> WithIndex(string name, string attribute, string type) => request =>
    {
        request["AttributeDefinitions"]!.AsArray().Add(new JsonObject { ["AttributeName"] = attribute, ["AttributeType"] = type });
        request["GlobalSecondaryIndexes"] ??= new JsonArray();
        request["GlobalSecondaryIndexes"]!.AsArray().Add(new JsonObject
        {
            ["IndexName"] = name,
            ["KeySchema"] = new JsonArray(new JsonObject { ["AttributeName"] = attribute, ["KeyType"] = "HASH" }),
            ["Projection"] = new JsonObject { ["ProjectionType"] = "ALL" },
        });
    };

    public Task<TableContents> ContentsAsync() => Raw.ScanAsync(Name);

    public async Task AssertHoldsAsync(IEnumerable<JsonObject> expected)
    {
        var actual = await ContentsAsync();
        var wanted = new TableContents(actual.PartitionKey, actual.SortKey);
        foreach (var item in expected)
            wanted.Add(item);
        if (wanted.Count == 0)
            TableAssert.Empty(actual);
        else
            TableAssert.Equal(wanted, actual);
    }

    public Task PutAsync(JsonObject item) => Raw.PutAsync(Name, item);

    public Task DeleteAsync(JsonObject keyed) => Raw.DeleteAsync(Name, keyed.Text("PK"), keyed.Text("SK"));

    public Task<JsonObject?> GetAsync(JsonObject keyed) => Raw.GetAsync(Name, keyed.Text("PK"), keyed.Text("SK"));

    public Task EnableStreamAsync() => Raw.SendAsync("UpdateTable", new JsonObject
    {
        ["TableName"] = Name,
        ["StreamSpecification"] = new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = "NEW_AND_OLD_IMAGES" },
    });

    /// <summary>Drops the table and makes it anew, empty.</summary>
    public async Task MakeAgainAsync()
    {
        await Raw.DeleteTableAsync(Name);
        await Raw.CreateTableAsync((JsonObject)Request.DeepClone());
    }

    public async ValueTask DisposeAsync()
    {
        Raw.Dispose();
        await Proxy.DisposeAsync();
    }

    private static JsonNode Value(string json) => JsonNode.Parse(json)!;
}
