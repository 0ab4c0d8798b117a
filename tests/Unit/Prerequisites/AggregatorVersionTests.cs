using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Prerequisites;

/// <summary>What the check of the aggregator says of its version, and of the keys that it would fail on.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class AggregatorVersionTests : IDisposable
{
    private const string Name = "AggregatorVersion";
    private const string BareItem = """{"Items":[{"PK":{"S":"ENTITY#user-1"},"SK":{"S":"#META"}},{"PK":{"S":"a7x3kq/ENTITY#user-1"},"SK":{"S":"#META"}}]}""";
    private const string PrefixedItems = """{"Items":[{"PK":{"S":"a7x3kq/ENTITY#user-1"},"SK":{"S":"#META"}},{"PK":{"S":"plain"},"SK":{"S":"x"}}]}""";

    private readonly ReadyTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData("0.10.0")]
    [InlineData("v0.10.1")]
    [InlineData("0.11")]
    [InlineData("1.0.0rc1")]
    public async Task ANewAggregatorFailsWhileATableHasUnprefixedKeys(string version)
    {
        table.VersionItem = ReadyTable.Version(version, "2025-06-02T00:00:00Z");
        table.Account.On("Scan", BareItem);
        var check = await table.OnlyAsync(Name, DdbCheckStatus.Fail);
        Assert.Contains(version, check.Actual, StringComparison.Ordinal);
        Assert.Contains("PK=ENTITY#user-1, SK=#META", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyItemOfTheSystemIsEvidenceEnough()
    {
        table.VersionItem = ReadyTable.Version("0.10.0", "2025-06-02T00:00:00Z");
        table.Account.On("Query", """{"Items":[{"PK":{"S":"SYSTEM#"},"SK":{"S":"#CONFIG"}}]}""").Refuse("Scan", "ValidationException");
        Assert.Contains("PK=SYSTEM#, SK=#CONFIG", (await table.OnlyAsync(Name, DdbCheckStatus.Fail)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANewAggregatorPassesWhereNoUnprefixedKeyIsSeen()
    {
        table.VersionItem = ReadyTable.Version("0.10.0", "2025-06-02T00:00:00Z");
        table.Account.On("Scan", PrefixedItems);
        Assert.Contains("one page", (await table.OnlyAsync(Name, DdbCheckStatus.Pass)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.9.1")]
    [InlineData("0.9")]
    [InlineData("0.1.0")]
    public async Task AnOldAggregatorPassesWithoutASearchForKeys(string version)
    {
        table.VersionItem = ReadyTable.Version(version, "2025-06-02T00:00:00Z");
        table.Account.On("Scan", BareItem);
        await table.OnlyAsync(Name, DdbCheckStatus.Pass);
        Assert.Empty(table.Account.RequestsOf("Scan"));
    }

    [Fact]
    public async Task AFunctionChangedAfterTheRecordIsWarnedOf()
    {
        table.Account.On("GetFunctionConfiguration", ReadyTable.Function("2025-06-02T00:00:01.000+0000"));
        var check = await table.OnlyAsync(Name, DdbCheckStatus.Warn);
        Assert.Contains("my-app-aggregator", check.Actual, StringComparison.Ordinal);
        Assert.Contains("2025-06-02 00:00:01Z", check.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("UnknownOperationException")]
    public async Task AnOldVersionIsOnlyThoughtOfWhereTheFunctionMayNotBeSeen(string code)
    {
        table.Account.Refuse("GetFunctionConfiguration", code, 403);
        Assert.Contains("0.9.1", (await table.OnlyAsync(Name, DdbCheckStatus.Warn)).Actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(null)]
    [InlineData("latest")]
    public async Task AFunctionOfUnknownVersionIsWarnedOf(string? version)
    {
        table.VersionItem = version == "{}" ? "{}" : ReadyTable.Version(version, "2025-06-02T00:00:00Z");
        Assert.Contains("unknown version", (await table.OnlyAsync(Name, DdbCheckStatus.Warn)).Actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAFunctionAndARecordItPasses()
    {
        table.VersionItem = "{}";
        table.Account.Refuse("GetFunctionConfiguration", "ResourceNotFoundException", 404);
        Assert.Contains("guessed", (await table.OnlyAsync(Name, DdbCheckStatus.Pass)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANewVersionFailsWhereOnlyTheFunctionsNameIsWrong()
    {
        table.VersionItem = ReadyTable.Version("0.10.0", "2025-06-02T00:00:00Z");
        table.Account.On("Scan", BareItem).Refuse("GetFunctionConfiguration", "ResourceNotFoundException", 404);
        await table.OnlyAsync(Name, DdbCheckStatus.Fail);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheStackTellsTheFunctionsName(bool isNamed)
    {
        table.Account.On("DescribeStacks", FakeStack.Description("<member><OutputKey>AggregatorFunctionName</OutputKey><OutputValue>sums-it-up</OutputValue></member>"))
            .On("ListStackResources", FakeStack.Resources);
        var check = await table.OnlyAsync(Name, DdbCheckStatus.Pass, o => o with { StackName = isNamed ? "my-app" : null });
        Assert.Contains("'sums-it-up'", check.Detail, StringComparison.Ordinal);
        Assert.Contains("/functions/sums-it-up/configuration", Assert.Single(table.Account.PathsOf("GetFunctionConfiguration")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStackWithoutAnAggregatorPassesWhateverTheRecordSays()
    {
        table.VersionItem = ReadyTable.Version("0.10.0", "2025-06-02T00:00:00Z");
        table.Account.On("DescribeStacks", FakeStack.Description("")).On("ListStackResources", FakeStack.Resources).On("Scan", BareItem);
        Assert.Contains("no aggregator", (await table.OnlyAsync(Name, DdbCheckStatus.Pass)).Actual, StringComparison.Ordinal);
        Assert.Empty(table.Account.RequestsOf("GetFunctionConfiguration"));
    }

    [Fact]
    public async Task AStackThatMayNotBeReadIsUnknownToEachCheckThatNeedsIt()
    {
        table.Account.Refuse("DescribeStacks", "AccessDenied", 403, isXml: true);
        var checks = await table.ChecksAsync(o => o with { StackName = "my-app" });
        Assert.Equal((DdbCheckStatus.Warn, DdbCheckStatus.Warn), (checks[Name].Status, checks["CallerRights"].Status));
        Assert.Equal(2, checks.Values.Count(check => check.Status != DdbCheckStatus.Pass));
    }
}
