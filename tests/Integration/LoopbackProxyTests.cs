using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration;

/// <summary>The proxy that the fault tests stand on does what its actions say, no more and no less.</summary>
public sealed class LoopbackProxyTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IAsyncLifetime
{
    private readonly string _table = $"proxied-{Guid.NewGuid():n}";
    private LoopbackProxy _proxy = null!;
    private RawDynamoDb _direct = null!;
    private RawDynamoDb _proxied = null!;

    public async ValueTask InitializeAsync()
    {
        _direct = engine.Raw();
        _proxy = LoopbackProxy.Start(engine.EndpointUrl);
        _proxied = new RawDynamoDb(_proxy.EndpointUrl);
        await _direct.CreateTableAsync(SampleTable.CreateTableRequestJson(_table));
    }

    public async ValueTask DisposeAsync()
    {
        _proxied.Dispose();
        _direct.Dispose();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task PassesEverythingThroughAndCountsIt()
    {
        _proxy.Log.KeepRequests = true;
        await _proxied.LoadAsync(_table, SampleTable.Items(500, 1));
        TableAssert.Equal(TableContents.Of(SampleTable.Items(500, 1)), await _proxied.ScanAsync(_table));

        Assert.Equal(20, _proxy.Log.Count("BatchWriteItem"));
        Assert.Equal(1, _proxy.Log.Count("DescribeTable"));
        Assert.Equal(_proxy.Log.Total, _proxy.Log.Counts.Values.Sum());
        Assert.Equal(500, _proxy.Log.Requests.Where(r => r.Operation == "BatchWriteItem")
            .Sum(r => r.Json()["RequestItems"]![_table]!.AsArray().Count));
    }

    [Fact]
    public async Task CarriesManyConnectionsAtOnce()
    {
        var items = SampleTable.Items(400, 2).ToList();
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 48 }, async (item, _) =>
        {
            using var own = new RawDynamoDb(_proxy.EndpointUrl);
            await own.PutAsync(_table, item);
        });

        TableAssert.Equal(TableContents.Of(items), await _direct.ScanAsync(_table));
        Assert.Equal(400, _proxy.Log.Count("PutItem"));
        Assert.True(_proxy.Log.PeakConcurrency > 1, "No two requests were under way at one time.");
    }

    [Fact]
    public async Task ACutRequestNeverReachesTheEngine()
    {
        _proxy.Hook = _ => ValueTask.FromResult(ProxyAction.Cut);
        await Assert.ThrowsAsync<HttpRequestException>(() => _proxied.PutAsync(_table, Item("x")));
        Assert.Null(await _direct.GetAsync(_table, "x", "0"));
    }

    [Fact]
    public async Task ARequestWhoseAnswerIsCutTookEffect()
    {
        _proxy.Hook = request => ValueTask.FromResult(request.NumberOfOperation == 2 ? ProxyAction.CutAfterForward : ProxyAction.Forward);
        await _proxied.PutAsync(_table, Item("first"));
        await Assert.ThrowsAsync<HttpRequestException>(() => _proxied.PutAsync(_table, Item("second")));
        await _proxied.PutAsync(_table, Item("third"));
        Assert.Equal("first second third", await KeysAsync());
    }

    [Fact]
    public async Task CannedAnswersAreErrorsToTheSdk()
    {
        using var client = DynoxideServer.ClientFor(_proxy.EndpointUrl, config => config.MaxErrorRetry = 0);
        var scan = new ScanRequest(_table);
        _proxy.Hook = _ => ValueTask.FromResult(ProxyAction.Throttle);
        await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(() => client.ScanAsync(scan));
        _proxy.Hook = _ => ValueTask.FromResult(ProxyAction.InternalServerError);
        await Assert.ThrowsAsync<InternalServerErrorException>(() => client.ScanAsync(scan));
    }

    [Fact]
    public async Task ADelayedRequestIsOvertakenByOneThatIsNot()
    {
        _proxy.Hook = request => ValueTask.FromResult(request.Operation == "PutItem" ? ProxyAction.Delay(TimeSpan.FromSeconds(10)) : ProxyAction.Forward);
        var late = _proxied.PutAsync(_table, Item("late"));
        var early = _proxied.GetAsync(_table, "early", "early");
        Assert.Same(early, await Task.WhenAny(late, early));
        await late;
        Assert.Single(await _proxied.ScanAsync(_table));
    }

    [Fact]
    public async Task SingleStatementsFailInTheirPlaces()
    {
        using var client = DynoxideServer.ClientFor(_proxy.EndpointUrl);
        _proxy.Hook = request => ValueTask.FromResult(StatementFault.Inject(request, (_, i) => i switch
        {
            1 => new StatementFault("ThrottlingError"),
            3 => new StatementFault("InternalServerError", Executed: true),
            _ => null,
        }));
        await _direct.PutAsync(_table, Item("k4"));

        var answer = await client.BatchExecuteStatementAsync(new()
        {
            Statements = [.. Enumerable.Range(0, 5).Select(i => new BatchStatementRequest
            {
                Statement = $"INSERT INTO \"{_table}\" VALUE {{'PK': 'k{i}', 'SK': '0'}}",
            })],
        });

        Assert.Equal(
            "ok ThrottlingError ok InternalServerError DuplicateItem",
            string.Join(' ', answer.Responses.Select(r => r.Error?.Code.Value ?? "ok")));
        Assert.Equal("k0 k2 k3 k4", await KeysAsync());
    }

    [Fact]
    public async Task TakesABodyOfUnknownLengthFromAClientThatAsksFirst()
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = new("application/x-amz-json-1.0");
        using var request = new HttpRequestMessage(HttpMethod.Post, _proxy.EndpointUrl) { Content = content };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true;
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.ListTables");
        request.Headers.Add("X-Amz-Date", "20250101T000000Z");
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c");
        using var response = await http.SendAsync(request);
        Assert.Contains(_table, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHookThatThrowsIsNotPassedOver()
    {
        var proxy = LoopbackProxy.Start(engine.EndpointUrl);
        proxy.Hook = _ => throw new InvalidOperationException("wrong");
        using (var raw = new RawDynamoDb(proxy.EndpointUrl))
            await Assert.ThrowsAsync<RawDynamoDbException>(() => raw.SendAsync("ListTables", []));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await proxy.DisposeAsync());
    }

    [Fact]
    public async Task AnEngineThatIsGoneShowsAsABrokenConnection()
    {
        await using var proxy = LoopbackProxy.Start("http://127.0.0.1:1");
        using var raw = new RawDynamoDb(proxy.EndpointUrl);
        await Assert.ThrowsAsync<HttpRequestException>(() => raw.SendAsync("ListTables", []));
    }

    private async Task<string> KeysAsync() =>
        string.Join(' ', (await _direct.ScanAsync(_table)).Keys.Select(k => k.Pk).Order(StringComparer.Ordinal));

    private static JsonObject Item(string pk) => new()
    {
        ["PK"] = new JsonObject { ["S"] = pk },
        ["SK"] = new JsonObject { ["S"] = "0" },
    };
}
