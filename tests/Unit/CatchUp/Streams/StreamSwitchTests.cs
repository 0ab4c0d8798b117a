using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp.Streams;

public sealed class StreamSwitchTests : IDisposable
{
    private readonly FakeDynamoDb endpoint = new();
    private readonly FakeTimeProvider time = new();
    private readonly DynamoDbClient client;

    public StreamSwitchTests() => client = new DynamoDbClient(
        new BasicAWSCredentials("key", "secret"), new AmazonDynamoDBConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 }, new RequestCounters());

    public void Dispose()
    {
        client.Dispose();
        endpoint.Dispose();
    }

    [Fact]
    public async Task AStreamIsSwitchedOnAndWaitedFor()
    {
        var described = 0;
        endpoint.On("UpdateTable", "{}");
        endpoint.On("DescribeTable", _ => (200, ++described switch
        {
            1 => Table("ACTIVE"),
            2 => Table("UPDATING", "arn", StreamSwitch.ViewType),
            _ => Table("ACTIVE", "arn", StreamSwitch.ViewType),
        }));
        var enabling = StreamSwitch.EnableAsync(client, "limits", time, CancellationToken.None);
        await time.RunAsync(enabling);
        Assert.Equal(("ACTIVE", "arn"), ((await enabling).Status, (await enabling).LatestStreamArn));
        Assert.Equal(TimeSpan.FromSeconds(1), time.Elapsed);
        var specification = endpoint.Requests.Single(request => request.Operation == "UpdateTable").Body["StreamSpecification"]!;
        Assert.Equal((true, "NEW_AND_OLD_IMAGES"), (specification["StreamEnabled"]!.GetValue<bool>(), specification["StreamViewType"]!.GetValue<string>()));
    }

    [Fact]
    public async Task AStreamThatIsThereIsLeftAsItIs()
    {
        endpoint.On("DescribeTable", Table("ACTIVE", "arn", StreamSwitch.ViewType));
        Assert.Equal("arn", (await StreamSwitch.EnableAsync(client, "limits", time, CancellationToken.None)).LatestStreamArn);
        Assert.Equal(0, endpoint.Count("UpdateTable"));
    }

    [Fact]
    public async Task AStreamOfAnotherViewTypeIsNotTouched()
    {
        endpoint.On("DescribeTable", Table("ACTIVE", "arn", "KEYS_ONLY"));
        var error = await Assert.ThrowsAsync<DdbException>(() => StreamSwitch.EnableAsync(client, "limits", time, CancellationToken.None));
        Assert.Equal("StreamNotEnabled", error.ErrorId);
        Assert.Contains("KEYS_ONLY", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, endpoint.Count("UpdateTable"));
    }

    [Fact]
    public async Task AStreamThatWasSwitchedOffCountsAsNone()
    {
        endpoint.On("DescribeTable", Table("ACTIVE", "arn", null));
        endpoint.On("UpdateTable", _ => FakeDynamoDb.Error(400, "ResourceInUseException", "Table is being updated: limits"));
        var error = await Assert.ThrowsAsync<DdbException>(() => StreamSwitch.EnableAsync(client, "limits", time, CancellationToken.None));
        Assert.Equal("TableNotActive", error.ErrorId);
        Assert.Equal(1, endpoint.Count("UpdateTable"));
    }

    private static string Table(string status, string? streamArn = null, string? viewType = null)
    {
        var table = new JsonObject
        {
            ["TableName"] = "limits",
            ["TableStatus"] = status,
            ["KeySchema"] = new JsonArray(new JsonObject { ["AttributeName"] = "PK", ["KeyType"] = "HASH" }),
            ["AttributeDefinitions"] = new JsonArray(new JsonObject { ["AttributeName"] = "PK", ["AttributeType"] = "S" }),
            ["LatestStreamArn"] = streamArn,
        };
        if (viewType is not null)
            table["StreamSpecification"] = new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = viewType };
        return new JsonObject { ["Table"] = table }.ToJsonString();
    }
}
