using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp.Streams;

/// <summary>The four calls as they go over the wire.</summary>
public sealed class StreamCallsTests : IDisposable
{
    private readonly FakeDynamoDb endpoint = new();
    private readonly FakeTimeProvider time = new();
    private readonly DynamoDbClient client;
    private readonly StreamCalls calls;

    public StreamCallsTests()
    {
        client = new DynamoDbClient(
            new BasicAWSCredentials("key", "secret"),
            new AmazonDynamoDBConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 },
            new RequestCounters(),
            RawRequest.Streams);
        calls = new StreamCalls(client, "limits", time);
    }

    public void Dispose()
    {
        client.Dispose();
        endpoint.Dispose();
    }

    [Fact]
    public async Task CallsNameTheStreamsServiceAndAreSignedForDynamoDb()
    {
        endpoint.On("GetRecords", """{"Records":[]}""");
        using var page = await calls.GetRecordsAsync("arn|1|AAA+/=", CancellationToken.None);
        Assert.Null(page.NextIterator);
        var request = Assert.Single(endpoint.Requests);
        Assert.Equal("DynamoDBStreams_20120810.GetRecords", request.Headers["X-Amz-Target"]);
        Assert.Contains("/eu-west-1/dynamodb/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("arn|1|AAA+/=", request.Body["ShardIterator"]!.GetValue<string>());
    }

    [Fact]
    public async Task AStreamIsDescribedWithAllPagesOfItsShards()
    {
        endpoint.On("DescribeStream", request => (200, request["ExclusiveStartShardId"]?.GetValue<string>() switch
        {
            null => """{"StreamDescription":{"StreamStatus":"ENABLED","StreamViewType":"NEW_AND_OLD_IMAGES","Shards":[{"ShardId":"s1","SequenceNumberRange":{"StartingSequenceNumber":"1","EndingSequenceNumber":"5"}}],"LastEvaluatedShardId":"s1"}}""",
            "s1" => """{"StreamDescription":{"StreamStatus":"ENABLED","StreamViewType":"NEW_AND_OLD_IMAGES","Shards":[{"ShardId":"s2","ParentShardId":"s1","SequenceNumberRange":{"StartingSequenceNumber":"6"}}]}}""",
            var other => throw new InvalidOperationException(other),
        }));
        var stream = await calls.DescribeAsync("arn", CancellationToken.None);
        Assert.Equal(("ENABLED", "NEW_AND_OLD_IMAGES", true), (stream.Status, stream.ViewType, stream.IsEnabled));
        Assert.Equal([new StreamShard("s1", null, IsClosed: true), new StreamShard("s2", "s1", IsClosed: false)], stream.Shards);
    }

    [Theory]
    [InlineData(null, "TRIM_HORIZON")]
    [InlineData("7", "AFTER_SEQUENCE_NUMBER")]
    public async Task AnIteratorBeginsAtTheOldestRecordOrAfterOne(string? after, string type)
    {
        endpoint.On("GetShardIterator", """{"ShardIterator":"here"}""");
        Assert.Equal("here", await calls.GetIteratorAsync("arn", "s1", after, CancellationToken.None));
        var body = Assert.Single(endpoint.Requests).Body;
        Assert.Equal((type, after, "s1", "arn"), (body["ShardIteratorType"]!.GetValue<string>(), body["SequenceNumber"]?.GetValue<string>(), body["ShardId"]!.GetValue<string>(), body["StreamArn"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(400, "LimitExceededException")]
    [InlineData(400, "ProvisionedThroughputExceededException")]
    [InlineData(500, "InternalServerError")]
    public async Task WhatPassesIsSentAgain(int status, string code)
    {
        var answers = 0;
        endpoint.On("GetShardIterator", _ => ++answers < 3 ? FakeDynamoDb.Error(status, code, "later") : (200, """{"ShardIterator":"here"}"""));
        var call = calls.GetIteratorAsync("arn", "s1", null, CancellationToken.None);
        await time.RunAsync(call);
        Assert.Equal("here", await call);
        Assert.Equal(2, client.Counters.Retries);
    }

    [Fact]
    public async Task ABrokenAnswerIsAskedForAgain()
    {
        var answers = 0;
        endpoint.On("GetRecords", _ => (200, ++answers == 1 ? """{"Records":[{"eventName":"INSERT",""" : """{"Records":[],"NextShardIterator":"next"}"""));
        var call = calls.GetRecordsAsync("here", CancellationToken.None);
        await time.RunAsync(call);
        using var page = await call;
        Assert.Equal("next", page.NextIterator);
    }

    [Fact]
    public async Task ThrottlingThatDoesNotPassIsTold()
    {
        endpoint.On("DescribeStream", _ => FakeDynamoDb.Error(400, "LimitExceededException", "Rate exceeded."));
        var call = calls.DescribeAsync("arn", CancellationToken.None);
        var error = await Assert.ThrowsAsync<DdbException>(() => time.RunAsync(call));
        Assert.Equal(("Throttled", DdbErrorKind.LimitExceeded, "limits"), (error.ErrorId, error.Kind, error.Target));
        Assert.Equal(Backoff.MaximumAttempts, endpoint.Count("DescribeStream"));
    }

    [Theory]
    [InlineData("ExpiredIteratorException")]
    [InlineData("TrimmedDataAccessException")]
    [InlineData("ResourceNotFoundException")]
    public async Task WhatTheStreamItselfSaysComesAtOnceAndAsItIs(string code)
    {
        endpoint.On("GetRecords", _ => FakeDynamoDb.Error(400, code, "told by the server"));
        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => calls.GetRecordsAsync("here", CancellationToken.None));
        Assert.Equal(code, error.ErrorCode);
        Assert.Equal(1, endpoint.Count("GetRecords"));
    }

    [Fact]
    public async Task ARefusalNamesTheTable()
    {
        endpoint.On("DescribeStream", _ => FakeDynamoDb.Error(400, "AccessDeniedException", "User is not authorized to perform: dynamodb:DescribeStream"));
        var error = await Assert.ThrowsAsync<DdbException>(() => calls.DescribeAsync("arn", CancellationToken.None));
        Assert.Equal(("AccessDenied", "limits"), (error.ErrorId, error.Target));
        Assert.Contains("dynamodb:DescribeStream", error.Message, StringComparison.Ordinal);
    }
}
