using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration;

/// <summary>Each kind of fault does to a request, and to the table, what it says, and is counted.</summary>
public sealed class FaultInjectionTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IAsyncLifetime
{
    private const int Statements = 8;

    private readonly string _table = $"faulty-{Guid.NewGuid():n}";
    private LoopbackProxy _proxy = null!;
    private RawDynamoDb _direct = null!;
    private IAmazonDynamoDB _client = null!;

    public async ValueTask InitializeAsync()
    {
        _direct = engine.Raw();
        _proxy = LoopbackProxy.Start(engine.EndpointUrl);
        _client = DynoxideServer.ClientFor(_proxy.EndpointUrl, config => config.MaxErrorRetry = 0);
        await _direct.CreateTableAsync(SampleTable.CreateTableRequestJson(_table, withStream: false));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _direct.Dispose();
        await _proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(FaultKind.ThrottledRequest, false)]
    [InlineData(FaultKind.InternalServerError, false)]
    [InlineData(FaultKind.ServiceUnavailable, false)]
    [InlineData(FaultKind.TimeOut, false)]
    [InlineData(FaultKind.ResetBeforeRequest, false)]
    [InlineData(FaultKind.ResetInAnswer, true)]
    [InlineData(FaultKind.LostAnswer, true)]
    [InlineData(FaultKind.TruncatedAnswer, true)]
    [InlineData(FaultKind.AlteredAnswer, true)]
    public async Task ARequestThatFailsAsAWholeIsCarriedOutOrNot(FaultKind kind, bool isCarriedOut)
    {
        var schedule = Inject(kind);

        var error = await Assert.ThrowsAnyAsync<Exception>(InsertAsync);

        Assert.True(IsWhatItShouldBe(kind, error), error.ToString());
        Assert.Equal(isCarriedOut ? Statements : 0, (await _direct.ScanAsync(_table)).Count);
        AssertOnlyCounted(schedule, kind);
    }

    [Theory]
    [InlineData(FaultKind.ThrottledStatement)]
    [InlineData(FaultKind.FailedStatement)]
    public async Task StatementsThatFailAreNotCarriedOutAndTheOthersAre(FaultKind kind)
    {
        var schedule = Inject(kind);

        var answers = (await InsertAsync()).Responses;

        var there = await _direct.ScanAsync(_table);
        Assert.InRange(there.Count, 1, Statements - 1);
        for (var i = 0; i < Statements; i++)
            Assert.Equal(answers[i].Error is null, there.ContainsKey(($"k{i}", "0")));
        Assert.All(answers.Where(a => a.Error is not null), a => Assert.True(kind == FaultKind.FailedStatement
            ? a.Error.Code.Value is "InternalServerError"
            : a.Error.Code.Value is "ThrottlingError" or "ProvisionedThroughputExceeded", a.Error.Code.Value));
        AssertOnlyCounted(schedule, kind);
    }

    [Fact]
    public async Task StatementsThatAreAppliedMayFailAllTheSame()
    {
        var schedule = Inject(FaultKind.AppliedStatementFailed);

        var answers = (await InsertAsync()).Responses;

        Assert.Contains(answers, a => a.Error?.Code == BatchStatementErrorCodeEnum.InternalServerError);
        Assert.Equal(Statements, (await _direct.ScanAsync(_table)).Count);
        AssertOnlyCounted(schedule, FaultKind.AppliedStatementFailed);
    }

    [Fact]
    public async Task HalfOfTheKeysAreLeftUnprocessed()
    {
        await InsertAsync();
        var schedule = Inject(FaultKind.UnprocessedKeys);

        var answer = await GetAsync(Statements);
        var ofOne = await GetAsync(1);

        Assert.Equal((4, 4), (answer.Responses[_table].Count, answer.UnprocessedKeys[_table].Keys.Count));
        Assert.Single(ofOne.Responses[_table]);
        AssertOnlyCounted(schedule, FaultKind.UnprocessedKeys);
    }

    [Fact]
    public async Task AnErrorOfTheEngineIsNoAnswerToBeLost()
    {
        var schedule = Inject(FaultKind.LostAnswer);

        await Assert.ThrowsAsync<ResourceNotFoundException>(() => _client.DeleteItemAsync("no-such-table", []));

        Assert.Equal(0, schedule.Injected.Total);
    }

    [Fact]
    public async Task ExcludedOperationsNeverFail()
    {
        var schedule = new FaultSchedule(1, 1, FaultKind.InternalServerError) { ExcludedOperations = ["DescribeTable"] };
        _proxy.Hook = schedule.DecideAsync;

        for (var i = 0; i < 5; i++)
            await _client.DescribeTableAsync(_table);
        await Assert.ThrowsAsync<InternalServerErrorException>(() => _client.ScanAsync(new ScanRequest(_table)));

        Assert.Equal(1, schedule.Injected.Total);
    }

    private FaultSchedule Inject(FaultKind kind)
    {
        var schedule = new FaultSchedule(1, 1, kind);
        _proxy.Hook = schedule.DecideAsync;
        return schedule;
    }

    private Task<BatchExecuteStatementResponse> InsertAsync() => _client.BatchExecuteStatementAsync(new()
    {
        Statements = [.. Enumerable.Range(0, Statements).Select(i => new BatchStatementRequest
        {
            Statement = $"INSERT INTO \"{_table}\" VALUE {{'PK': 'k{i}', 'SK': '0'}}",
        })],
    });

    private Task<BatchGetItemResponse> GetAsync(int count) => _client.BatchGetItemAsync(new BatchGetItemRequest(new Dictionary<string, KeysAndAttributes>(StringComparer.Ordinal)
    {
        [_table] = new()
        {
            Keys = [.. Enumerable.Range(0, count).Select(i => new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                ["PK"] = new() { S = $"k{i}" },
                ["SK"] = new() { S = "0" },
            })],
        },
    }));

    private static bool IsWhatItShouldBe(FaultKind kind, Exception error) => kind switch
    {
        FaultKind.ThrottledRequest => error is AmazonServiceException { ErrorCode: "ThrottlingException" or "ProvisionedThroughputExceededException" },
        FaultKind.InternalServerError => error is InternalServerErrorException,
        FaultKind.ServiceUnavailable => error is AmazonServiceException { StatusCode: System.Net.HttpStatusCode.ServiceUnavailable },
        FaultKind.AlteredAnswer => error.Message.Contains("CRC", StringComparison.Ordinal),
        FaultKind.TruncatedAnswer => error.ToString().Contains("JsonReaderException", StringComparison.Ordinal),
        _ => Innermost(error) is System.Net.Sockets.SocketException or IOException,
    };

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    private static void AssertOnlyCounted(FaultSchedule schedule, FaultKind kind)
    {
        Assert.True(schedule.Injected[kind] > 0, schedule.ToString());
        Assert.Equal(schedule.Injected[kind], schedule.Injected.Total);
    }
}
