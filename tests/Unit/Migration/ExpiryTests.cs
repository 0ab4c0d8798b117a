using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

/// <summary>Which items count as expired (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html).</summary>
[Collection(ConnectionCollection.Name)]
public sealed class ExpiryTests
{
    private const long FiveYears = 5L * 365 * 24 * 60 * 60;

    private readonly FakeTimeProvider time = new();

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public async Task OnlyASecondInThePastFiveYearsHasPassed()
    {
        var expiry = await ReadAsync("ENABLED");
        Assert.True(Has(expiry, $$"""{"N":"{{Now}}"}"""));
        Assert.True(Has(expiry, $$"""{"N":"{{Now - 1}}"}"""));
        Assert.True(Has(expiry, $$"""{"N":"{{Now - FiveYears + 60}}"}"""));
        Assert.True(Has(expiry, $$"""{"N":"{{Now - 1}}.5"}"""));
        Assert.False(Has(expiry, $$"""{"N":"{{Now + 1}}"}"""));
        Assert.False(Has(expiry, $$"""{"N":"{{Now - FiveYears - 60}}"}"""));
        Assert.False(Has(expiry, $$"""{"N":"{{Now}}000"}"""));
        Assert.False(Has(expiry, """{"N":"0"}"""));
        Assert.False(Has(expiry, """{"N":"-1"}"""));
        Assert.False(Has(expiry, """{"N":"1E+125"}"""));
        Assert.False(Has(expiry, $$"""{"S":"{{Now - 1}}"}"""));
        Assert.False(Has(expiry, """{"NULL":true}"""));
        Assert.False(expiry.HasPassed(ItemText.Parse("""{"PK":{"S":"x"}}""")));
    }

    [Fact]
    public async Task ATtlThatIsBeingTurnedOnCounts() => Assert.True(Has(await ReadAsync("ENABLING"), $$"""{"N":"{{Now - 1}}"}"""));

    [Theory]
    [InlineData("DISABLED")]
    [InlineData("DISABLING")]
    public async Task WithoutATtlNothingTells(string status)
    {
        var error = await Assert.ThrowsAsync<DdbException>(() => ReadAsync(status));
        Assert.Equal(("NoTimeToLive", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
        Assert.Contains(status, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhereItIsNotAskedForTheTableIsNotEither()
    {
        var expiry = await ReadAsync("ENABLED", isWanted: false);
        Assert.False(Has(expiry, $$"""{"N":"{{Now - 1}}"}"""));
    }

    private static bool Has(Expiry expiry, string value) => expiry.HasPassed(ItemText.Parse($$"""{"PK":{"S":"x"},"ttl":{{value}}}"""));

    private async Task<Expiry> ReadAsync(string status, bool isWanted = true)
    {
        using var scope = new EnvironmentScope();
        using var endpoint = new FakeDynamoDb();
        endpoint.On("DescribeTimeToLive", $$$"""{"TimeToLiveDescription":{"TimeToLiveStatus":"{{{status}}}","AttributeName":"ttl"}}""");
        var expiry = await AwsCall.RunAsync(new ConnectionOptions { EndpointUrl = endpoint.Url }, "limits",
            client => Expiry.ReadAsync(client, "limits", isWanted, time, CancellationToken.None), CancellationToken.None);
        Assert.Equal(isWanted ? 1 : 0, endpoint.Count("DescribeTimeToLive"));
        return expiry;
    }
}
