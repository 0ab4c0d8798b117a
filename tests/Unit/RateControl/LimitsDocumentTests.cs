using DynamoNamespace.Engine.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

public sealed class LimitsDocumentTests
{
    private static readonly RunLimits Own = new(UnitLimit.Of(10), UnitLimit.Of(20), 16, "-ThrottleLimit");

    [Fact]
    public void WhatIsLeftOutKeepsTheRunsOwnLimit()
    {
        Assert.Equal(Own, LimitsDocument.Read("{}", Own));
        Assert.Equal(Own with { Write = new UnitLimit(200.5, "200.5 a second, by limits.json") }, LimitsDocument.Read("""{"maxWriteUnits":200.5}""", Own));
        Assert.Equal(Own with { Requests = 8, RequestsText = "limits.json" }, LimitsDocument.Read("""{"throttleLimit":8}""", Own));
    }

    [Fact]
    public void NullTakesALimitAwayAndCommentsAreAllowed()
    {
        const string json = """
            {
              // while nobody works
              "maxReadUnits": null, /* all */ "maxWriteUnits": null,
              "throttleLimit": null,
            }
            """;
        Assert.Equal(
            new RunLimits(new UnitLimit(null, "no limit, by limits.json"), new UnitLimit(null, "no limit, by limits.json"), 1000, "limits.json"),
            LimitsDocument.Read(json, Own));
    }

    [Theory]
    [InlineData("", "it is no JSON")]
    [InlineData("{\"maxReadUnits\":", "it is no JSON")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("200", "it is no JSON object")]
    [InlineData("{\"maxReadUnits\":-1}", "maxReadUnits is -1, and it must be a number above 0, or null for no limit")]
    [InlineData("{\"maxReadUnits\":0}", "maxReadUnits is 0, and it must be")]
    [InlineData("{\"maxWriteUnits\":\"100\"}", "maxWriteUnits is \"100\", and it must be")]
    [InlineData("{\"maxWriteUnits\":1e999}", "maxWriteUnits is 1e999, and it must be")]
    [InlineData("{\"throttleLimit\":0}", "throttleLimit is 0, and it must be a whole number from 1 to 1,000, or null for no limit")]
    [InlineData("{\"throttleLimit\":1001}", "throttleLimit is 1001, and it must be")]
    [InlineData("{\"throttleLimit\":2.5}", "throttleLimit is 2.5, and it must be")]
    [InlineData("{\"throttleLimit\":true}", "throttleLimit is true, and it must be")]
    [InlineData("{\"MaxReadUnits\":1}", "it has 'MaxReadUnits', and only maxReadUnits, maxWriteUnits and throttleLimit are known")]
    [InlineData("{\"maxReadUnits\":1,\"maxReadUnits\":2}", "it has 'maxReadUnits' twice")]
    public void WhatIsNoLimitsFileIsRefusedWithTheReason(string json, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<FormatException>(() => LimitsDocument.Read(json, Own)).Message, StringComparison.Ordinal);
}
