using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>Bytes through the SDK's own pipeline: what goes out, what comes back, and how errors come.</summary>
public sealed class DynamoDbClientTests : IDisposable
{
    // Far less than the SDK's own time-out of 100 s.
    private readonly FakeDynamoDb endpoint = new();

    public void Dispose() => endpoint.Dispose();

    [Fact]
    public void ARawRequestCarriesItsBytesAndDynamoDbsHeaders()
    {
        var body = "{\"TableName\":\"t\"}"u8.ToArray();
        var request = RawRequestMarshaller.Instance.Marshall(new RawRequest("BatchGetItem", body));
        Assert.Equal(body, request.Content);
        Assert.Equal(("POST", "/"), (request.HttpMethod, request.ResourcePath));
        Assert.Equal("DynamoDB_20120810.BatchGetItem", request.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.0", request.Headers["Content-Type"]);
        Assert.Equal("2012-08-10", request.Headers["x-amz-api-version"]);
    }

    [Fact]
    public async Task TheBodyArrivesAsItWasWrittenAndTheAnswerAsItWasSent()
    {
        const string answer = """{ "Items" : [ {"a":{"S":"é🚀\u0041"}} ] }""";
        const string body = """{"TableName":"t", "x":"\u0041é🚀" }""";
        endpoint.On("Scan", answer);
        using var client = Client();
        using var block = await client.SendAsync("Scan", ItemText.Bytes(body), CancellationToken.None);
        Assert.Equal(answer, ItemText.Text(block.Written.Span));
        var request = Assert.Single(endpoint.Requests);
        Assert.Equal(body, request.Text);
        Assert.Equal("DynamoDB_20120810.Scan", request.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.0", request.Headers["Content-Type"]);
        Assert.StartsWith("AWS4-HMAC-SHA256 ", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), (client.Counters.Requests, client.Counters.Retries, client.Counters.Throttled));
    }

    /// <summary>A large body goes through a buffer that is longer than it, and used again.</summary>
    [Fact]
    public async Task BodiesOfAnySizeArriveWhole()
    {
        endpoint.On("Scan", "{}");
        using var client = Client();
        foreach (var length in new[] { 8, 79_999, 80_000, 300_000, 80_001, 100 })
        {
            var body = $"{{\"x\":\"{new string((char)('a' + (length % 7)), length - 8)}\"}}";
            using var block = await client.SendAsync("Scan", ItemText.Bytes(body), CancellationToken.None);
            Assert.Equal(body, endpoint.Requests[^1].Text);
        }
    }

    [Fact]
    public async Task ALargeAnswerArrivesWhole()
    {
        var answer = $$"""{"text":"{{string.Concat(Enumerable.Range(0, 200_000).Select(number => $"{number} "))}}"}""";
        endpoint.On("Scan", answer);
        using var client = Client();
        using var block = await client.SendAsync("Scan", "{}"u8.ToArray(), CancellationToken.None);
        Assert.Equal(answer, ItemText.Text(block.Written.Span));
    }

    [Fact]
    public async Task AThrottledControlCallIsSentAgainAndCounted()
    {
        var calls = 0;
        endpoint.On("ListTables", _ => ++calls == 1 ? FakeDynamoDb.Error(400, "ProvisionedThroughputExceededException", "slow down") : (200, """{"TableNames":["limits"]}"""));
        using var client = Client(retries: 2);
        Assert.Equal(["limits"], (await client.ListTablesAsync(CancellationToken.None)).TableNames);
        Assert.Equal((2, 1, 1), (client.Counters.Requests, client.Counters.Retries, client.Counters.Throttled));
        Assert.Equal(2, endpoint.Count("ListTables"));
    }

    /// <summary>The SDK would wait with a slot in hand, and unpaid.</summary>
    [Theory]
    [InlineData(400, "ProvisionedThroughputExceededException")]
    [InlineData(500, "InternalServerError")]
    public async Task AnItemCallIsNeverSentAgainByTheSdk(int status, string error)
    {
        endpoint.On("PutItem", _ => FakeDynamoDb.Error(status, error, "not now"));
        var throttled = 0;
        using var client = Client(retries: 2);
        client.Counters.WhenThrottled = _ => throttled++;
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => client.SendAsync("PutItem", "{}"u8.ToArray(), CancellationToken.None));
        Assert.Equal(1, endpoint.Count("PutItem"));
        Assert.Equal((1, 0, status == 400 ? 1 : 0), (client.Counters.Requests, client.Counters.Retries, throttled));
    }

    [Fact]
    public async Task ErrorsComeAsTheSdksOwnTypes()
    {
        using var client = Client();
        await Fails<ConditionalCheckFailedException>("ConditionalCheckFailedException");
        await Fails<ResourceNotFoundException>("ResourceNotFoundException");
        await Fails<ItemCollectionSizeLimitExceededException>("ItemCollectionSizeLimitExceededException");
        var denied = await Fails<AmazonServiceException>("AccessDeniedException");
        Assert.Equal("AccessDeniedException", denied.ErrorCode);
        Assert.True(ErrorCodes.Is(denied.ErrorCode, ErrorCodes.AccessDenied));
        var refused = await Fails<AmazonServiceException>("ValidationException");
        Assert.True(ErrorCodes.Is(refused.ErrorCode, ErrorCodes.Validation));
        Assert.Equal("told by the server", refused.Message);

        async Task<T> Fails<T>(string type)
            where T : AmazonServiceException
        {
            endpoint.On("PutItem", _ => FakeDynamoDb.Error(400, type, "told by the server"));
            return await Assert.ThrowsAnyAsync<T>(() => client.SendAsync("PutItem", "{}"u8.ToArray(), CancellationToken.None));
        }
    }

    [Fact]
    public async Task ACancelledCallIsNotSent()
    {
        using var client = Client();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync("Scan", "{}"u8.ToArray(), stop.Token));
    }

    /// <summary>The SDK's time-out ends with the answer's head, and its reading of the body hears no token.</summary>
    [Fact]
    public async Task AnAnswerThatStopsComingIsGivenUp()
    {
        using var server = new StalledEndpoint();
        using var client = new DynamoDbClient(
            new BasicAWSCredentials("key", "secret"),
            new AmazonDynamoDBConfig { ServiceURL = server.Url, AuthenticationRegion = "us-east-1", Timeout = TimeSpan.FromSeconds(0.5) },
            new RequestCounters());
        var sending = client.SendAsync("Scan", "{}"u8.ToArray(), CancellationToken.None);
        Assert.Same(sending, await Task.WhenAny(sending, Task.Delay(Patience.Limit)));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => sending);
        Assert.True(AwsErrors.IsTransient(error));
        Assert.Equal(1, server.Answered);
    }

    [Fact]
    public async Task AnAnswerThatStopsComingIsNotWaitedForOnceTheRunIsStopped()
    {
        using var server = new StalledEndpoint();
        using var client = Client(server.Url);
        using var stop = new CancellationTokenSource();
        var sending = client.SendAsync("Scan", "{}"u8.ToArray(), stop.Token);
        while (server.Answered == 0)
            await Task.Delay(5, CancellationToken.None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task AnEndpointThatDoesNotAnswerIsToldAsThat()
    {
        var nowhere = FakeServer.FreeUrl();
        using var client = Client(nowhere);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync("Scan", "{}"u8.ToArray(), CancellationToken.None));
        var translated = Assert.IsType<DdbException>(AwsErrors.Translate(error, "limits", nowhere));
        Assert.Equal(("EndpointUnreachable", DdbErrorKind.Connection), (translated.ErrorId, translated.Kind));
        Assert.StartsWith($"{nowhere} does not answer: ", translated.Message, StringComparison.Ordinal);
    }

    private DynamoDbClient Client(string? url = null, int retries = 0) => new(
        new BasicAWSCredentials("key", "secret"),
        new AmazonDynamoDBConfig { ServiceURL = url ?? endpoint.Url, AuthenticationRegion = "us-east-1", MaxErrorRetry = retries },
        new RequestCounters());
}
