using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>A write whose answer was lost is known as such, whatever follows, and before it is sent again.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private const int Attempts = 24;

    private readonly RunFiles files = new();
    private readonly FakeDynamoDb endpoint = new();
    private readonly DynamoDbClient client;
    private readonly ItemCalls calls;

    public LostAnswerTests()
    {
        client = new DynamoDbClient(
            new BasicAWSCredentials("key", "secret"), new AmazonDynamoDBConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "us-east-1" }, new RequestCounters());
        var rate = new RateController(new RunLimits(UnitLimit.None, UnitLimit.None, 8, "the test"), "limits", files.Time);
        calls = new ItemCalls(client, TestTables.Limits, rate, files.Time) { Late = new LateRequests(files.State(), files.Timings, files.Time) };
    }

    private static Item Item => ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"}}""");

    public async ValueTask InitializeAsync() => await files.BeginAsync();

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        endpoint.Dispose();
        files.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(500, "InternalServerError", true)]
    [InlineData(503, "ServiceUnavailable", true)]
    [InlineData(400, "ThrottlingException", false)]
    [InlineData(400, "ProvisionedThroughputExceededException", false)]
    [InlineData(400, "TransactionConflictException", false)]
    public async Task Answer_thatSaysNotWhatBecameOfTheDelete_isLost(int status, string type, bool isLost)
    {
        Answer("DeleteItem", (_, number) => number == 1 ? FakeDynamoDb.Error(status, type, "sorry") : (200, "{}"));
        Assert.Equal(isLost, await DeleteAsync());
        Assert.Equal(2, endpoint.Count("DeleteItem"));
        Assert.Equal(isLost, (await PlanAsync()).LateDeletesUntil is not null);
    }

    [Fact]
    public async Task Answer_thatIsBroken_isLost()
    {
        Answer("DeleteItem", (_, number) => (200, number == 1 ? "{" : "{}"));
        Assert.True(await DeleteAsync());
    }

    [Fact]
    public async Task Answer_toTheLastAttempt_isLostToo()
    {
        // Only the last one may have been applied: whoever sends the delete again must know.
        Answer("DeleteItem", (_, number) => number < Attempts ? FakeDynamoDb.Error(400, "ThrottlingException", "slow down") : FakeDynamoDb.Error(500, "InternalServerError", "sorry"));
        var lost = new LostAnswer(LateEffect.DeleteOld);
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => files.Time.RunAsync(calls.DeleteIfUnchangedAsync(Item, [], lost, CancellationToken.None)));
        Assert.Equal((Attempts, true), (endpoint.Count("DeleteItem"), lost.IsNoted));
        Assert.NotNull((await PlanAsync()).LateDeletesUntil);
    }

    [Fact]
    public async Task Attempts_thatWereAllThrottled_loseNoAnswer()
    {
        endpoint.On("DeleteItem", _ => FakeDynamoDb.Error(400, "ThrottlingException", "slow down"));
        var lost = new LostAnswer(LateEffect.DeleteOld);
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => files.Time.RunAsync(calls.DeleteIfUnchangedAsync(Item, [], lost, CancellationToken.None)));
        Assert.Equal((Attempts, false), (endpoint.Count("DeleteItem"), lost.IsNoted));
        Assert.Null((await PlanAsync()).LateDeletesUntil);
    }

    [Fact]
    public async Task ConditionThatFails_isAnAnswer()
    {
        endpoint.On("DeleteItem", _ => FakeDynamoDb.Error(400, "ConditionalCheckFailedException", "changed"));
        var lost = new LostAnswer(LateEffect.DeleteOld);
        await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => calls.DeleteIfUnchangedAsync(Item, [], lost, CancellationToken.None));
        Assert.False(lost.IsNoted);
    }

    [Theory]
    [InlineData(LateEffect.DeleteOld)]
    [InlineData(LateEffect.DeleteCopy)]
    internal async Task Delete_isExpectedByWhatItDeletes(LateEffect effect)
    {
        Answer("DeleteItem", (_, number) => number == 1 ? FakeDynamoDb.Error(500, "InternalServerError", "sorry") : (200, "{}"));
        Assert.True(await DeleteAsync(effect));
        var plan = await PlanAsync();
        Assert.Equal(
            (null, effect == LateEffect.DeleteOld, effect == LateEffect.DeleteCopy),
            (plan.LatePutsUntil, plan.LateDeletesUntil is not null, plan.LateRemovalsUntil is not null));
    }

    [Fact]
    public async Task Put_isExpectedBeforeItIsSentAgain()
    {
        var expected = new List<bool>();
        endpoint.On("PutItem", _ =>
        {
            var plan = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(files.Files().Plan))!;
            expected.Add(plan["latePutsUntil"] is not null);
            return expected.Count == 1 ? FakeDynamoDb.Error(500, "InternalServerError", "sorry") : (200, "{}");
        });
        await files.Time.RunAsync(calls.PutIfAbsentAsync(Item, CancellationToken.None));
        Assert.Equal([false, true], expected);
    }

    [Fact]
    public async Task Put_whoseLossCannotBeStored_isNotSentAgain()
    {
        endpoint.On("PutItem", _ => FakeDynamoDb.Error(500, "InternalServerError", "sorry"));
        Directory.CreateDirectory(files.Files().Plan + ".new");
        await Assert.ThrowsAsync<Engine.Errors.DdbException>(() => files.Time.RunAsync(calls.PutIfAbsentAsync(Item, CancellationToken.None)));
        Assert.Equal(1, endpoint.Count("PutItem"));
    }

    [Theory]
    [InlineData("InternalServerError", true)]
    [InlineData("ThrottlingError", false)]
    [InlineData("TransactionConflict", false)]
    public async Task Statement_thatTheServerFailed_isExpectedLate(string code, bool isLate)
    {
        Answer("BatchExecuteStatement", (_, number) => (200, number == 1
            ? $$$"""{"Responses":[{"Error":{"Code":"{{{code}}}","Message":"sorry"}}]}"""
            : """{"Responses":[{"TableName":"limits"}]}"""));
        var written = 0;
        var inserter = new BatchInserter<Item>(calls, new WriteMode(dryRun: false, new RecordingObserver()), static item => item, files.Time);
        await files.Time.RunAsync(inserter.InsertAsync([Item], _ => written++, static _ => { }, static (_, _) => { }, CancellationToken.None));
        Assert.Equal((1, isLate), (written, (await PlanAsync()).LatePutsUntil is not null));
    }

    /// <summary>Answers by the number of the request.</summary>
    private void Answer(string operation, Func<System.Text.Json.Nodes.JsonObject, int, (int, string)> answer)
    {
        var number = 0;
        endpoint.On(operation, request => answer(request, Interlocked.Increment(ref number)));
    }

    /// <returns>Whether an answer was lost.</returns>
    private async Task<bool> DeleteAsync(LateEffect effect = LateEffect.DeleteOld)
    {
        var lost = new LostAnswer(effect);
        var deleting = calls.DeleteIfUnchangedAsync(Item, [], lost, CancellationToken.None);
        await files.Time.RunAsync(deleting);
        (await deleting).Dispose();
        return lost.IsNoted;
    }

    private async Task<StoredPlan> PlanAsync() => (await files.State().ReadPlanAsync(CancellationToken.None))!;
}
