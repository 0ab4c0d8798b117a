using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Stacks;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Indexes;

/// <summary>
/// A table with the index <c>by-status</c> (KEYS_ONLY), on a control plane that fills and removes indexes as AWS does. Many items share an index key,
/// and every fifth has none. With a template it is the table of a stack.
/// </summary>
internal sealed class IndexedTable : IAsyncDisposable
{
    public const string Old = "by-status";
    public const string Shadow = "by-status-v2";

    private readonly TestStack stack;

    private IndexedTable(TestStack stack, DynoxideServer engine)
    {
        this.stack = stack;
        Raw = engine.Raw();
    }

    public string Name => stack.Name;

    public TestStack Stack => stack;

    public LoopbackProxy Proxy => stack.Proxy;

    public RawDynamoDb Raw { get; }

    public IndexAudience Audience { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public ConcurrentQueue<DdbMigrationDifference> Differences { get; } = new();

    public IndexMigrationOptions Options => new()
    {
        TableName = Name,
        IndexName = Old,
        ShadowIndexName = Shadow,
        NonKeyAttributes = ["name", "size"],
        Connection = stack.Connection,
        PollInterval = TimeSpan.FromMilliseconds(8),
        Patience = TimeSpan.FromMilliseconds(400),
    };

    public IndexMigrationOptions StackOptions => Options with { StackName = stack.Name };

    public static string Yaml =>
        """
        Resources:
          Items:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: !Ref AWS::StackName
              BillingMode: PAY_PER_REQUEST
              AttributeDefinitions:
                - {AttributeName: PK, AttributeType: S}
                - {AttributeName: SK, AttributeType: S}
                - {AttributeName: status, AttributeType: S}
                - {AttributeName: at, AttributeType: N}
              KeySchema:
                - {AttributeName: PK, KeyType: HASH}
                - {AttributeName: SK, KeyType: RANGE}
              GlobalSecondaryIndexes:
                # what the lists read
                - IndexName: by-status  # newest first
                  KeySchema:
                    - {AttributeName: status, KeyType: HASH}
                    - {AttributeName: at, KeyType: RANGE}
                  Projection:
                    ProjectionType: KEYS_ONLY
        Outputs:
          TableName:
            Value: !Ref Items

        """;

    /// <summary>The same stack as JSON.</summary>
    public static string Json => new JsonObject
    {
        ["Resources"] = new JsonObject
        {
            ["Items"] = new JsonObject
            {
                ["Type"] = "AWS::DynamoDB::Table",
                ["Properties"] = With(Definition(), "TableName", new JsonObject { ["Ref"] = "AWS::StackName" }),
            },
        },
    }.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });

    public static IEnumerable<JsonObject> Items(int count) => Enumerable.Range(1, count).Select(Item);

    public static JsonObject Item(int i)
    {
        var item = ItemJson.Of($"ITEM#{i}", "#META", ("name", ItemJson.S($"Item \"{i}\" é")), ("size", ItemJson.N(i)), ("note", ItemJson.Value($$"""{"L":[{"N":"{{i}}"},{"NULL":true}]}""")));
        if (i % 5 != 0)
            item["status"] = ItemJson.S(i % 2 == 0 ? "open" : "closed");
        item["at"] = ItemJson.N(i / 4);
        return item;
    }

    public static async Task<IndexedTable> CreateAsync(DynoxideServer engine, int items = 60, string? template = null, Action<JsonObject>? change = null)
    {
        var table = new IndexedTable(await TestStack.CreateAsync(engine, template), engine);
        if (template is null)
        {
            var request = With(Definition(), "TableName", table.Name);
            change?.Invoke(request);
            await table.Raw.CreateTableAsync(request);
        }

        await table.Raw.LoadAsync(table.Name, Items(items));
        table.Proxy.Log.Clear();
        return table;
    }

    public Task<DdbIndexMigration> StartAsync(IndexMigrationOptions? options = null, IndexAudience? audience = null, CancellationToken cancellationToken = default) =>
        IndexMigrations.StartAsync(options ?? Options, audience ?? Audience, cancellationToken);

    public Task<DdbIndexMigration> CompleteAsync(IndexMigrationOptions? options = null, IndexAudience? audience = null) =>
        IndexMigrations.CompleteAsync(options ?? Options, audience ?? Audience, CancellationToken.None);

    public Task<DdbIndexMigration> UndoAsync(IndexMigrationOptions? options = null, IndexAudience? audience = null) =>
        IndexMigrations.UndoAsync(options ?? Options, audience ?? Audience, CancellationToken.None);

    public async Task<Dictionary<string, DdbMigrationCheck>> VerifyAsync(IndexMigrationOptions? options = null)
    {
        Differences.Clear();
        var checks = await IndexMigrations.VerifyAsync(options ?? Options, Differences.Enqueue, Observer, CancellationToken.None);
        return checks.ToDictionary(check => check.Name, StringComparer.Ordinal);
    }

    public async Task AssertProvenAsync(IndexMigrationOptions? options = null)
    {
        var checks = await VerifyAsync(options);
        Assert.All(checks.Values, check => Assert.True(check.Status == DdbCheckStatus.Pass, $"{check}"));
        Assert.Empty(Differences);
    }

    /// <summary>The indexes as the control plane describes them.</summary>
    public Task<IReadOnlyList<string>> IndexesAsync() => stack.IndexesAsync();

    /// <summary>A call that must fail, with the error.</summary>
    public static async Task<DdbException> FailAsync(string errorId, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<DdbException>(call);
        Assert.True(error.ErrorId == errorId, $"{errorId} was expected: {error.ErrorId}: {error.Message}");
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        return error;
    }

    public async ValueTask DisposeAsync()
    {
        Raw.Dispose();
        await stack.DisposeAsync();
    }

    private static JsonObject Definition() => JsonNode.Parse(
        """
        {
          "BillingMode": "PAY_PER_REQUEST",
          "AttributeDefinitions": [
            { "AttributeName": "PK", "AttributeType": "S" }, { "AttributeName": "SK", "AttributeType": "S" },
            { "AttributeName": "status", "AttributeType": "S" }, { "AttributeName": "at", "AttributeType": "N" }
          ],
          "KeySchema": [{ "AttributeName": "PK", "KeyType": "HASH" }, { "AttributeName": "SK", "KeyType": "RANGE" }],
          "GlobalSecondaryIndexes": [
            {
              "IndexName": "by-status",
              "KeySchema": [{ "AttributeName": "status", "KeyType": "HASH" }, { "AttributeName": "at", "KeyType": "RANGE" }],
              "Projection": { "ProjectionType": "KEYS_ONLY" }
            }
          ]
        }
        """)!.AsObject();

    private static JsonObject With(JsonObject definition, string name, JsonNode value)
    {
        definition[name] = value;
        return definition;
    }
}
