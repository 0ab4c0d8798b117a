using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Table;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>The state table itself: how it comes into being, and what it is refused for.</summary>
public sealed class TableSetupTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IAsyncLifetime
{
    private readonly PlanIdentity plan = StatePlans.Plan();
    private TableHome? home;

    private TableHome Home => home!;

    public ValueTask InitializeAsync()
    {
        home = new TableHome(engine.EndpointUrl);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Home.DisposeAsync();

    [Fact]
    public async Task Table_isCreatedOnDemand_tagged_withExpiry_whoeverElseDoesSo()
    {
        var operations = Enum.GetValues<RunOperation>();
        var leases = await Task.WhenAll(operations.Select(operation =>
            Home.Open(TableHome.Elsewhere($"runner-{operation}")).Open(plan).AcquireAsync(operation)));
        Assert.Equal(operations.Length, leases.Select(lease => lease.Holder.Fence).Distinct().Count());
        foreach (var lease in leases)
            await lease.DisposeAsync();

        var table = (await Home.Raw.SendAsync("DescribeTable", new JsonObject { ["TableName"] = Home.Name }))["Table"]!;
        Assert.Equal("PAY_PER_REQUEST", table["BillingModeSummary"]!["BillingMode"]!.GetValue<string>());
        var ofTable = new JsonObject { ["ResourceArn"] = table["TableArn"]!.DeepClone() };
        var tags = (await Home.Raw.SendAsync("ListTagsOfResource", ofTable))["Tags"]!.AsArray();
        Assert.Contains(tags, tag => (Text(tag, "Key"), Text(tag, "Value")) == ("dynamonamespace", "state"));
        var answer = await Home.Raw.SendAsync("DescribeTimeToLive", new JsonObject { ["TableName"] = Home.Name });
        var expiry = answer["TimeToLiveDescription"];
        Assert.Equal(("ENABLED", "ttl"), (Text(expiry, "TimeToLiveStatus"), Text(expiry, "AttributeName")));

        static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();
    }

    [Fact]
    public async Task Table_thatIsCreatedSlowly_isWaitedFor()
    {
        var described = 0;
        Home.Proxy.Hook = request => ValueTask.FromResult(request.Operation != "DescribeTable" || described++ > 2
            ? ProxyAction.Forward
            : ProxyAction.Rewrite(response: answer =>
            {
                var body = answer.Json();
                if (body["Table"] is not { } table)
                    return answer;
                table["TableStatus"] = "CREATING";
                return answer.WithJson(body);
            }));

        await using var lease = await Home.Open().Open(plan).AcquireAsync(RunOperation.Copy);

        Assert.True(described > 3);
    }

    [Theory]
    [InlineData("DescribeTable")]
    [InlineData("CreateTable")]
    [InlineData("GetItem")]
    [InlineData("PutItem")]
    [InlineData("UpdateItem")]
    public async Task Table_withoutTheRight_isRefused_withAllRightsAndTheAlternative(string operation)
    {
        Home.Proxy.Hook = request => ValueTask.FromResult(request.Operation == operation
            ? ProxyAction.Respond(ProxiedResponse.Error(
                400, "AccessDeniedException", $"User: x is not authorized to perform: dynamodb:{operation}"))
            : ProxyAction.Forward);

        var error = await Assert.ThrowsAsync<DdbException>(
            () => Home.Open().Open(plan).AcquireAsync(RunOperation.Copy));

        Assert.Equal(("StateStoreUnavailable", DdbErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        string[] texts = [.. StateTableErrors.Actions, "--checkpoint-path", "-CheckpointPath", Home.Name];
        foreach (var text in texts)
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("UnknownOperationException")]
    public async Task Table_whoseExpiryCannotBeSet_isUsedAllTheSame(string code)
    {
        var refusal = ProxyAction.Respond(ProxiedResponse.Error(400, code, "No."));
        Home.Proxy.Hook = request => ValueTask.FromResult(
            request.Operation is "UpdateTimeToLive" or "DescribeTimeToLive" ? refusal : ProxyAction.Forward);

        await using var lease = await Home.Open().Open(plan).AcquireAsync(RunOperation.Copy);

        lease.Require();
    }

    [Fact]
    public async Task Table_withAnotherKey_isRefused_whetherReadOrWritten()
    {
        await Home.Raw.CreateTableAsync(new JsonObject
        {
            ["TableName"] = Home.Name,
            ["BillingMode"] = "PAY_PER_REQUEST",
            ["KeySchema"] = new JsonArray(new JsonObject { ["AttributeName"] = "id", ["KeyType"] = "HASH" }),
            ["AttributeDefinitions"] = new JsonArray(new JsonObject
            {
                ["AttributeName"] = "id",
                ["AttributeType"] = "N",
            }),
        });
        var store = Home.Open();

        foreach (var use in new Func<Task>[]
        {
            () => store.Open(plan).AcquireAsync(RunOperation.Copy),
            () => store.Open(plan).ReadPlanAsync(CancellationToken.None),
            async () => await store.ListAsync(_ => { }, CancellationToken.None).ToListAsync(),
        })
        {
            var error = await Assert.ThrowsAsync<DdbException>(use);
            Assert.Equal("StateStoreUnavailable", error.ErrorId);
            Assert.Contains("--checkpoint-path", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Table_thatIsMigrated_isRefused()
    {
        var error = Assert.Throws<DdbException>(() => Home.Open().Open(StatePlans.Plan(Home.Name)));

        Assert.Equal("InvalidStateTable", error.ErrorId);
    }

    [Fact]
    public async Task UndonePlan_expires_andIsKeptOnceItBeginsAnew()
    {
        var state = Home.Open().Open(plan);
        await using (var undo = await state.AcquireAsync(RunOperation.Undo))
        {
            await state.Log(StateLogs.Deletions).AppendAsync("evidence", undo);
            await state.Log("undo.records").AppendAsync("record", undo);
            await state.SetPhaseAsync(DdbPlanPhase.Undone, undo, CancellationToken.None);
            await state.RetireAsync(undo, CancellationToken.None);
            await undo.EndAsync();
        }

        Assert.Empty(await state.Log(StateLogs.Deletions).ReadTextsAsync());
        Assert.Equal(["record"], await state.Log("undo.records").ReadTextsAsync());
        var expiries = await ReadExpiriesAsync();
        Assert.DoesNotContain(expiries, item => item.Value is null);
        var others = expiries.Where(item => item.Key != "plan" && item.Key != plan.Id);
        Assert.All(others, item => Assert.True(item.Value < expiries["plan"]));
        var now = DateTimeOffset.UtcNow;
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(expiries["plan"]!.Value), now.AddDays(89), now.AddDays(91));

        await using var copy = await Home.Open().Open(plan).AcquireAsync(RunOperation.Copy);
        Assert.All(await ReadExpiriesAsync(), item => Assert.Null(item.Value));
    }

    [Fact]
    public async Task Plan_thatIsNotUndone_isNotLetGo()
    {
        var state = Home.Open().Open(plan);
        await using var lease = await state.AcquireAsync(RunOperation.Delete);
        await state.SetPhaseAsync(DdbPlanPhase.Deleted, lease, CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => state.RetireAsync(lease, CancellationToken.None));
    }

    private async Task<Dictionary<string, long?>> ReadExpiriesAsync()
    {
        var expiries = new Dictionary<string, long?>(StringComparer.Ordinal);
        foreach (var (key, item) in await Home.Raw.ScanAsync(Home.Name))
            expiries[key.Sk] = item["ttl"] is { } ttl ? long.Parse(ttl["N"]!.GetValue<string>()) : null;
        return expiries;
    }
}
