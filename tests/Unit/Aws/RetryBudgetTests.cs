using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>How often and how long a request is tried, whatever the SDK, the environment and the server say.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class RetryBudgetTests
{
    private const int ItemAttempts = 24;
    private const int TableAttempts = 4;
    private const int ControlAttempts = 6;
    private const string EmptyPage = """{"Items":[],"Count":0,"ScannedCount":0}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly FakeAnswer NotForAnHour = new(
        503, """{"__type":"com.amazonaws.dynamodb.v20120810#ServiceUnavailable","message":"later"}""", RetryAfter: 3_600_000);

    /// <summary>The SDK takes a broken connection for one that was pooled too long, and would send ten times more.</summary>
    [Fact]
    public async Task ItemCall_whoseConnectionBreaks_isSentOnce()
    {
        using var endpoint = new ResettingEndpoint();
        using var client = ConnectionFactory.Create(Options(endpoint.Url));
        var error = await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync("Scan", "{}"u8.ToArray(), default));
        Assert.True(AwsErrors.IsTransient(error));
        Assert.Equal(1, endpoint.Requests);
        Assert.Equal((1, 0), (client.Counters.Requests, client.Counters.Retries));
    }

    [Fact]
    public async Task ItemCall_whoseConnectionsGoOnBreaking_isSentAsOftenAsARunAllows()
    {
        using var endpoint = new ResettingEndpoint();
        using var client = ConnectionFactory.Create(Options(endpoint.Url));
        var time = new FakeTimeProvider();
        var scanning = Calls(client, time).ScanAsync(0, 1, null, null, CancellationToken.None);
        await Assert.ThrowsAnyAsync<Exception>(() => time.RunAsync(scanning));
        Assert.Equal(ItemAttempts, endpoint.Requests);
        Assert.Equal((ItemAttempts, ItemAttempts - 1), (client.Counters.Requests, client.Counters.Retries));
    }

    [Fact]
    public async Task TableCall_whoseConnectionBreaks_isSentAsOftenAsAnyOther()
    {
        using var endpoint = new ResettingEndpoint();
        using var client = ConnectionFactory.Create(Options(endpoint.Url));
        await Assert.ThrowsAnyAsync<Exception>(() => client.ListTablesAsync());
        Assert.Equal(TableAttempts, endpoint.Requests);
        Assert.Equal((TableAttempts, TableAttempts - 1), (client.Counters.Requests, client.Counters.Retries));
    }

    /// <summary>Requests with a body: those without one are sent again by the platform's HTTP client too.</summary>
    [Theory]
    [InlineData("cloudformation")]
    [InlineData("sts")]
    public async Task ServiceCall_whoseConnectionBreaks_isSentAsOftenAsAnyOther(string service)
    {
        using var endpoint = new ResettingEndpoint();
        using var aws = new AwsServices(Options(endpoint.Url));
        await Assert.ThrowsAnyAsync<Exception>(() => service switch
        {
            "sts" => aws.SecurityToken.GetCallerIdentityAsync(new()),
            _ => aws.CloudFormation.GetTemplateAsync("my-app", null, CancellationToken.None),
        });
        Assert.Equal(ControlAttempts, endpoint.Requests);
    }

    /// <summary>More failures than the SDK's quota of retries for a whole process would pay for.</summary>
    [Fact]
    public async Task TableCalls_haveTheirAttempts_afterManyFailuresAndWhateverTheEnvironmentSays()
    {
        const int calls = 13;
        using var scope = new EnvironmentScope(("AWS_MAX_ATTEMPTS", "9"), ("AWS_RETRY_MODE", "adaptive"));
        using var endpoint = new FakeDynamoDb();
        endpoint.On("ListTables", _ => FakeDynamoDb.Error(500, "InternalServerError", "not now"));
        using var client = ConnectionFactory.Create(Options(endpoint.Url));
        for (var call = 0; call < calls; call++)
            await Assert.ThrowsAnyAsync<AmazonServiceException>(() => client.ListTablesAsync());
        Assert.Equal(calls * TableAttempts, endpoint.Count("ListTables"));
    }

    [Fact]
    public async Task ItemCall_whoseServerAsksForAnHour_waitsByItsOwnBackoff()
    {
        var attempts = 0;
        using var server = new FakeServer((_, _) => attempts++ == 0 ? NotForAnHour : new FakeAnswer(200, EmptyPage));
        using var client = ConnectionFactory.Create(Options(server.Url));
        var time = new FakeTimeProvider();
        var scanning = Calls(client, time).ScanAsync(0, 1, null, null, CancellationToken.None);
        await time.RunAsync(scanning);
        (await scanning).Dispose();
        Assert.Equal(2, attempts);
        Assert.InRange(time.Elapsed, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(51));
    }

    /// <summary>The one test that really waits: five seconds, the most that the SDK grants a server.</summary>
    [Fact]
    public async Task TableCall_whoseServerAsksForAnHour_isSentAgainSoon()
    {
        var attempts = 0;
        var tables = new FakeAnswer(200, """{"TableNames":["limits"]}""");
        using var server = new FakeServer((_, _) => attempts++ == 0 ? NotForAnHour : tables);
        using var client = ConnectionFactory.Create(Options(server.Url));
        Assert.Equal(["limits"], (await client.ListTablesAsync().WaitAsync(Patience)).TableNames);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task TableCall_whoseServerAsksForAnHour_endsWhenItIsStopped()
    {
        using var stop = new CancellationTokenSource();
        using var server = new FakeServer((_, _) => NotForAnHour);
        using var client = ConnectionFactory.Create(Options(server.Url));
        var listing = client.ListTablesAsync(stop.Token);
        while (client.Counters.Requests == 0)
            await Task.Delay(5);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listing.WaitAsync(Patience));
    }

    [Fact]
    public async Task PooledConnections_thatTheServerHasReset_costNoCallItsResult()
    {
        using var endpoint = new ResettingEndpoint(answersPerConnection: 1, EmptyPage);
        using var client = ConnectionFactory.Create(Options(endpoint.Url));
        var time = new FakeTimeProvider();
        var calls = Calls(client, time);
        for (var call = 0; call < 3; call++)
        {
            var scanning = calls.ScanAsync(0, 1, null, null, CancellationToken.None);
            await time.RunAsync(scanning);
            (await scanning).Dispose();
        }

        Assert.InRange(endpoint.Requests, 3, 5);
    }

    private static ItemCalls Calls(DynamoDbClient client, FakeTimeProvider time)
    {
        var limits = new RunLimits(UnitLimit.None, UnitLimit.None, 16, "the test");
        return new ItemCalls(client, TestTables.Limits, new RateController(limits, "limits", time), time);
    }

    private static ConnectionOptions Options(string url) => new()
    {
        EndpointUrl = url,
        Region = "us-east-1",
        Credentials = () => new AccessKeys("AKIDEXAMPLE", "secret", null),
    };
}
