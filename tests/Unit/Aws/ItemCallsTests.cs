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

/// <summary>The requests of item calls, what they charge, and when they are sent again.</summary>
public sealed class ItemCallsTests : IDisposable
{
    private readonly FakeDynamoDb endpoint = new();
    private readonly FakeTimeProvider time = new();
    private readonly RateController rate;
    private readonly DynamoDbClient client;
    private readonly ItemCalls calls;

    public ItemCallsTests()
    {
        rate = new RateController(new RunLimits(UnitLimit.None, UnitLimit.None, 16, "the test"), "limits", time);
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

    [Fact]
    public async Task APutNeverOverwrites()
    {
        endpoint.On("PutItem", """{"ConsumedCapacity":{"CapacityUnits":3}}""");
        await calls.PutIfAbsentAsync(ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"}}"""), CancellationToken.None);
        var body = Assert.Single(endpoint.Requests).Body;
        Assert.Equal("attribute_not_exists(#k)", body["ConditionExpression"]!.GetValue<string>());
        Assert.Equal("""{"#k":"PK"}""", body["ExpressionAttributeNames"]!.ToJsonString());
        Assert.Equal("""{"PK":{"S":"p"},"SK":{"S":"s"}}""", body["Item"]!.ToJsonString());
        Assert.Equal("limits", body["TableName"]!.GetValue<string>());
        Assert.Equal((0, 3), (rate.Meter.Read.Consumed, rate.Meter.Write.Consumed));
    }

    [Fact]
    public async Task ADeleteAsksThatTheItemBeUnchanged()
    {
        endpoint.On("DeleteItem", """{"ConsumedCapacity":{"CapacityUnits":2}}""");
        using var answer = await calls.DeleteIfUnchangedAsync(ItemText.Parse("""{"n":{"N":"1"},"SK":{"S":"s"},"PK":{"S":"p"}}"""), ["rf"], CancellationToken.None);
        var body = Assert.Single(endpoint.Requests).Body;
        Assert.Equal("""{"PK":{"S":"p"},"SK":{"S":"s"}}""", body["Key"]!.ToJsonString());
        Assert.Equal("#0=:0 AND #1=:1 AND #2=:2 AND attribute_not_exists(#a0)", body["ConditionExpression"]!.GetValue<string>());
        Assert.Equal("ALL_OLD", body["ReturnValues"]!.GetValue<string>());
        Assert.Equal(2, rate.Meter.Write.Consumed);
    }

    [Fact]
    public async Task AScanAsksForItsSegmentFromItsKeyOn()
    {
        endpoint.On("Scan", """{"Items":[{"PK":{"S":"p"},"SK":{"S":"s"}}],"ConsumedCapacity":{"CapacityUnits":0.5}}""");
        using var page = await calls.ScanAsync(3, 16, 80, """{"PK":{"S":"o"},"SK":{"S":"s"}}"""u8.ToArray(), CancellationToken.None);
        Assert.Single(page.Items);
        Assert.Equal(
            """{"TableName":"limits","Segment":3,"TotalSegments":16,"ReturnConsumedCapacity":"TOTAL","Limit":80,"ExclusiveStartKey":{"PK":{"S":"o"},"SK":{"S":"s"}}}""",
            Assert.Single(endpoint.Requests).Text);
        Assert.Equal(0.5, rate.Meter.Read.Consumed);
    }

    [Fact]
    public async Task KeysThatAreLeftAreAskedForAgainUntilNoneIs()
    {
        var round = 0;
        endpoint.On("BatchGetItem", _ => (200, ++round < 3
            ? $$$"""{"Responses":{"limits":[{"PK":{"S":"p{{{round}}}"},"SK":{"S":"s"}}]},"UnprocessedKeys":{"limits":{"Keys":[{"PK":{"S":"p3"},"SK":{"S":"s"}}],"ConsistentRead":true}},"ConsumedCapacity":[{"CapacityUnits":1}]}"""
            : """{"Responses":{"limits":[{"PK":{"S":"p3"},"SK":{"S":"s"}}]},"UnprocessedKeys":{},"ConsumedCapacity":[{"CapacityUnits":1}]}"""));
        var keys = Enumerable.Range(1, 4).Select(number => Key($"p{number}")).ToList();
        var getting = calls.GetAsync(keys, consistent: true, CancellationToken.None);
        await time.RunAsync(getting);
        using var found = await getting;
        Assert.Equal([true, true, true, false], keys.Select(key => found.TryGet(key, out _)).ToList());
        Assert.Equal(3, endpoint.Count("BatchGetItem"));
        Assert.Equal("""{"limits":{"Keys":[{"PK":{"S":"p3"},"SK":{"S":"s"}}],"ConsistentRead":true}}""", endpoint.Requests[1].Body["RequestItems"]!.ToJsonString());
        Assert.Equal(3, rate.Meter.Read.Consumed);
    }

    [Fact]
    public async Task ACallIsSentAgainWhileItsErrorMayPass()
    {
        var round = 0;
        endpoint.On("BatchExecuteStatement", _ => ++round switch
        {
            1 => FakeDynamoDb.Error(500, "InternalServerError", "sorry"),
            2 => (200, """{"Responses":[{"TableName":"limits"}"""),
            3 => (200, """{"Responses":[]}"""),
            4 => FakeDynamoDb.Error(400, "ThrottlingException", "slow down"),
            _ => (200, """{"Responses":[{"TableName":"limits"}],"ConsumedCapacity":[{"CapacityUnits":4}]}"""),
        });
        var inserting = calls.InsertAsync([Key("p")], CancellationToken.None);
        await time.RunAsync(inserting);
        using var answer = await inserting;
        Assert.True(Assert.Single(answer.Results).Succeeded);
        Assert.Equal(5, endpoint.Count("BatchExecuteStatement"));
        Assert.Single(endpoint.Requests.Select(request => request.Text).Distinct(StringComparer.Ordinal));
        Assert.Equal((5, 4, 1), (client.Counters.Requests, client.Counters.Retries, client.Counters.Throttled));
        Assert.Equal(4, rate.Meter.Write.Consumed);
    }

    [Fact]
    public async Task ACallIsGivenUpAfterItsLastAttemptAndAtOnceWhereNothingCanPass()
    {
        endpoint.On("Scan", _ => FakeDynamoDb.Error(500, "InternalServerError", "sorry"));
        var scanning = calls.ScanAsync(0, 1, null, null, CancellationToken.None);
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => time.RunAsync(scanning));
        Assert.Equal(24, endpoint.Count("Scan"));

        endpoint.On("BatchGetItem", "<html>Sign in to this network</html>");
        var getting = calls.GetAsync([Key("p")], consistent: false, CancellationToken.None);
        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => time.RunAsync(getting));
        Assert.Equal(Backoff.MaximumAttempts, endpoint.Count("BatchGetItem"));

        endpoint.On("PutItem", _ => FakeDynamoDb.Error(400, "ConditionalCheckFailedException", "there"));
        await Assert.ThrowsAsync<Amazon.DynamoDBv2.Model.ConditionalCheckFailedException>(() => calls.PutIfAbsentAsync(Key("p"), CancellationToken.None));
        Assert.Equal(1, endpoint.Count("PutItem"));
    }

    [Fact]
    public async Task ACancelledCallIsNotSentAgain()
    {
        using var stop = new CancellationTokenSource();
        endpoint.On("Scan", request =>
        {
            _ = stop.CancelAsync();
            return FakeDynamoDb.Error(500, "InternalServerError", "sorry");
        });
        await Assert.ThrowsAnyAsync<Exception>(() => calls.ScanAsync(0, 1, null, null, stop.Token));
        Assert.Equal(1, endpoint.Count("Scan"));
    }

    private static Item Key(string pk) => ItemText.Parse($$$"""{"PK":{"S":"{{{pk}}}"},"SK":{"S":"s"}}""");
}
