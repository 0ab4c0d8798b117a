using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>Every kind of call is held back by the limit of its kind, and charged with what it really consumed.</summary>
public sealed class ItemCallCapacityTests : IDisposable
{
    private static readonly Item Old = ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"},"G":{"S":"g"}}""");
    private static readonly ItemUpdate Update = new(Old, ItemText.Parse("{}"), [new AttributeName("G")], []);

    private readonly FakeDynamoDb endpoint = new();
    private readonly FakeTimeProvider time = new();
    private readonly RateController rate;
    private readonly DynamoDbClient client;
    private readonly ItemCalls calls;

    public ItemCallCapacityTests()
    {
        rate = new RateController(new RunLimits(UnitLimit.Of(10), UnitLimit.Of(10), 4, "the test"), "limits", time);
        client = new DynamoDbClient(
            new BasicAWSCredentials("key", "secret"),
            new AmazonDynamoDBConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 },
            new RequestCounters());
        calls = new ItemCalls(client, TestTables.Limits, rate, time);
    }

    public void Dispose()
    {
        client.Dispose();
        endpoint.Dispose();
    }

    [Theory]
    [InlineData("Scan")]
    [InlineData("Query")]
    [InlineData("BatchGetItem")]
    public async Task AReadWaitsUntilTheReadsBeforeItArePaidFor(string operation)
    {
        endpoint.On(operation, operation == "BatchGetItem"
            ? """{"Responses":{"limits":[]},"UnprocessedKeys":{},"ConsumedCapacity":[{"CapacityUnits":100}]}"""
            : """{"Items":[],"ConsumedCapacity":{"CapacityUnits":100}}""");

        await AssertPaidForAsync(ReadAsync);

        Assert.Equal((200, 0, 2), (rate.Meter.Read.Consumed, rate.Meter.Write.Consumed, endpoint.Count(operation)));

        async Task ReadAsync()
        {
            using IDisposable answer = operation switch
            {
                "Scan" => await calls.ScanAsync(0, 1, null, null, CancellationToken.None),
                "Query" => await calls.QueryEntryAsync("ByG", TestTables.TextKey("G", null), Old, null, CancellationToken.None),
                _ => await calls.GetAsync([Old], consistent: true, CancellationToken.None),
            };
        }
    }

    [Theory]
    [InlineData("insert", "BatchExecuteStatement")]
    [InlineData("delete", "BatchExecuteStatement")]
    [InlineData("update", "BatchExecuteStatement")]
    [InlineData("put one", "PutItem")]
    [InlineData("delete one", "DeleteItem")]
    [InlineData("update one", "UpdateItem")]
    [InlineData("replace one", "PutItem")]
    public async Task AWriteWaitsUntilTheWritesBeforeItArePaidFor(string call, string operation)
    {
        endpoint.On(operation, operation == "BatchExecuteStatement"
            ? """{"Responses":[{"TableName":"limits"}],"ConsumedCapacity":[{"CapacityUnits":100}]}"""
            : """{"ConsumedCapacity":{"CapacityUnits":100}}""");

        await AssertPaidForAsync(WriteAsync);

        Assert.Equal((0, 200, 2), (rate.Meter.Read.Consumed, rate.Meter.Write.Consumed, endpoint.Count(operation)));

        async Task WriteAsync()
        {
            using IDisposable? answer = call switch
            {
                "insert" => await calls.InsertAsync([Old], CancellationToken.None),
                "delete" => await calls.DeleteAsync([Old], [[]], CancellationToken.None),
                "update" => await calls.UpdateAsync([Update], CancellationToken.None),
                "delete one" => await calls.DeleteIfUnchangedAsync(Old, [], CancellationToken.None),
                "replace one" => await calls.ReplaceIfUnchangedAsync(Old, Old, CancellationToken.None),
                _ => null,
            };
            if (call == "put one")
                await calls.PutIfAbsentAsync(Old, CancellationToken.None);
            else if (call == "update one")
                await calls.UpdateOneAsync(Update, CancellationToken.None);
        }
    }

    /// <summary>Ten units are there at once and ten more come each second, so after a call of a hundred the next one waits for nine seconds.</summary>
    private async Task AssertPaidForAsync(Func<Task> callAsync)
    {
        await callAsync();
        var next = callAsync();
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(8.99));
        await time.RunAsync(next);
        Assert.InRange(time.Elapsed.TotalSeconds, 9, 9.01);
    }
}
