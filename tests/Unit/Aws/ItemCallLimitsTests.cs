using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>Item calls within a run's limits: slots, retries, and how they end when the run is stopped.</summary>
public sealed class ItemCallLimitsTests : IDisposable
{
    private readonly FakeDynamoDb endpoint = new();
    private readonly FakeTimeProvider time = new();
    private readonly SemaphoreSlim mayAnswer = new(0);
    private readonly SemaphoreSlim arrived = new(0);
    private readonly DynamoDbClient client;

    public ItemCallLimitsTests() => client = new DynamoDbClient(
        new BasicAWSCredentials("key", "secret"),
        new AmazonDynamoDBConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "us-east-1" },
        new RequestCounters());

    public void Dispose()
    {
        mayAnswer.Release(100);
        client.Dispose();
        endpoint.Dispose();
        mayAnswer.Dispose();
        arrived.Dispose();
    }

    [Fact]
    public async Task ARequestHoldsItsSlotUntilItIsAnswered()
    {
        var (rate, calls) = Calls(requests: 1);
        Hold("Scan", """{"Items":[],"ConsumedCapacity":{"CapacityUnits":1}}""");
        var first = ScanAsync(calls);
        await ArrivedAsync();
        var second = rate.Concurrency.EnterAsync(CancellationToken.None);
        Assert.False(second.IsCompleted);
        mayAnswer.Release();
        await first;
        await second.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task WhoWaitsForUnitsOrForTheNextAttemptHoldsNoSlot()
    {
        var (rate, calls) = Calls(requests: 1, UnitLimit.Of(1));
        rate.Meter.Read.Settle(await rate.Meter.Read.ReserveAsync(0, CancellationToken.None), 1000);
        var scanning = ScanAsync(calls);
        Assert.True(rate.Meter.Read.MadeWaitLately);
        await TakeSlotAsync(rate);
        Assert.False(scanning.IsCompleted);

        endpoint.On("PutItem", _ => FakeDynamoDb.Error(500, "InternalServerError", "sorry"));
        using var stop = new CancellationTokenSource();
        var putting = calls.PutIfAbsentAsync(Item, stop.Token);
        while (client.Counters.Retries == 0)
            await Task.Delay(5);
        await TakeSlotAsync(rate);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => putting);
        Assert.Equal(1, endpoint.Count("PutItem"));
    }

    [Fact]
    public async Task AnswersLetTheConcurrencyGrowAndAFailedConditionIsAnAnswer()
    {
        var (rate, calls) = Calls(requests: 8);
        endpoint.On("PutItem", "{}");
        for (var put = 0; put < 3; put++)
            await calls.PutIfAbsentAsync(Item, CancellationToken.None);
        Assert.Equal(4, rate.Concurrency.State.Current);
        endpoint.On("PutItem", _ => FakeDynamoDb.Error(400, "ConditionalCheckFailedException", "there"));
        await Assert.ThrowsAsync<Amazon.DynamoDBv2.Model.ConditionalCheckFailedException>(() => calls.PutIfAbsentAsync(Item, CancellationToken.None));
        Assert.Equal(5, rate.Concurrency.State.Current);
    }

    [Fact]
    public async Task ThrottlingCostsNoRetriesAndOtherFaultsDo()
    {
        var (rate, calls) = Calls(requests: 8);
        for (var spent = 0; spent < 498; spent++)
            rate.Retries.Spend(new IOException("before"));

        var round = 0;
        endpoint.On("PutItem", _ => ++round <= 20 ? FakeDynamoDb.Error(400, "ThrottlingException", "slow down") : (200, "{}"));
        await RunAsync(calls.PutIfAbsentAsync(Item, CancellationToken.None));
        Assert.Equal(21, round);

        endpoint.On("PutItem", _ => FakeDynamoDb.Error(500, "InternalServerError", "sorry"));
        var error = await Assert.ThrowsAsync<DdbException>(() => RunAsync(calls.PutIfAbsentAsync(Item, CancellationToken.None)));
        Assert.Equal(("RetryBudgetExhausted", "limits"), (error.ErrorId, error.Target));
        Assert.Contains("InternalServerError: sorry", error.Message, StringComparison.Ordinal);
        Assert.Equal(21 + 3, endpoint.Count("PutItem"));
    }

    [Fact]
    public async Task ADeleteIsHeardOutForAWhileAfterTheRunIsStopped()
    {
        var (_, calls) = Calls(requests: 8);
        Hold("DeleteItem", """{"ConsumedCapacity":{"CapacityUnits":1}}""");
        using var stop = new CancellationTokenSource();
        var deleting = calls.DeleteIfUnchangedAsync(Item, [], stop.Token);
        await ArrivedAsync();
        time.Advance(TimeSpan.FromMinutes(10));
        await stop.CancelAsync();
        time.Advance(TimeSpan.FromSeconds(2.4));
        mayAnswer.Release();
        using var answer = await deleting.WaitAsync(Patience.Limit);

        deleting = calls.DeleteIfUnchangedAsync(Item, [], CancellationToken.None);
        await ArrivedAsync();
        mayAnswer.Release();
        (await deleting.WaitAsync(Patience.Limit)).Dispose();
    }

    [Fact]
    public async Task ADeleteThatIsNotAnsweredThenIsAbandonedAndNotSentAgain()
    {
        var (rate, calls) = Calls(requests: 1);
        Hold("DeleteItem", "{}");
        using var stop = new CancellationTokenSource();
        var deleting = calls.DeleteIfUnchangedAsync(Item, [], stop.Token);
        await ArrivedAsync();
        await stop.CancelAsync();
        Assert.False(deleting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2.5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => deleting.WaitAsync(Patience.Limit));
        Assert.Equal(1, endpoint.Count("DeleteItem"));
        await TakeSlotAsync(rate);
    }

    [Fact]
    public async Task AfterTheStopNoDeleteBegins()
    {
        var (_, calls) = Calls(requests: 8);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls.DeleteIfUnchangedAsync(Item, [], stop.Token));
        Assert.Equal(0, endpoint.Count("DeleteItem"));
    }

    [Fact]
    public async Task WhatIsPutBackWaitsForNoUnitsAndIsTriedForAWhileAfterTheStop()
    {
        var (rate, calls) = Calls(requests: 8, write: UnitLimit.Of(1));
        endpoint.On("PutItem", """{"ConsumedCapacity":{"CapacityUnits":100}}""");
        await calls.PutIfAbsentAsync(Item, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        // The bucket is in debt for 99 seconds, and no time passes here.
        await calls.PutBackAsync(Item, stop.Token).WaitAsync(Patience.Limit);
        Assert.Equal(200, rate.Meter.Write.Consumed);

        Hold("PutItem", "{}");
        var putting = calls.PutBackAsync(Item, stop.Token);
        await ArrivedAsync();
        time.Advance(TimeSpan.FromSeconds(1.4));
        Assert.False(putting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => putting.WaitAsync(Patience.Limit));
    }

    private static Item Item => ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"}}""");

    private static async Task ScanAsync(ItemCalls calls)
    {
        using var page = await calls.ScanAsync(0, 1, null, null, CancellationToken.None);
    }

    private static async Task TakeSlotAsync(RateController rate)
    {
        await rate.Concurrency.EnterAsync(CancellationToken.None).WaitAsync(Patience.Limit);
        rate.Concurrency.Leave();
    }

    private Task RunAsync(Task task) => time.RunAsync(task);

    private (RateController Rate, ItemCalls Calls) Calls(int requests, UnitLimit? read = null, UnitLimit? write = null)
    {
        var rate = new RateController(new RunLimits(read ?? UnitLimit.None, write ?? UnitLimit.None, requests, "the test"), "limits", time);
        return (rate, new ItemCalls(client, TestTables.Limits, rate, time));
    }

    /// <summary>Answers an operation only when the test says so.</summary>
    private void Hold(string operation, string json) => endpoint.On(operation, _ =>
    {
        arrived.Release();
        mayAnswer.Wait();
        return (200, json);
    });

    private async Task ArrivedAsync() => Assert.True(await arrived.WaitAsync(Patience.Limit));
}
