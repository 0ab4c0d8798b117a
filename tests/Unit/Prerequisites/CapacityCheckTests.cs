using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Prerequisites;

/// <summary>What the check of capacity says of a planned rate.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class CapacityCheckTests : IDisposable
{
    private readonly ReadyTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData(null, null, DdbCheckStatus.Pass)]
    [InlineData(12_000.0, 4_000.0, DdbCheckStatus.Pass)]
    [InlineData(12_001.0, null, DdbCheckStatus.Warn)]
    [InlineData(null, 4_001.0, DdbCheckStatus.Warn)]
    public async Task OnDemandARateAboveWhatTheTableIsWarmForIsWarnedOf(double? reads, double? writes, DdbCheckStatus expected) =>
        await table.OnlyAsync("Capacity", expected, o => o with { MaxReadUnits = reads, MaxWriteUnits = writes });

    [Theory]
    [InlineData(100.0, 50.0, DdbCheckStatus.Pass)]
    [InlineData(101.0, 50.0, DdbCheckStatus.Warn)]
    [InlineData(100.0, 51.0, DdbCheckStatus.Warn)]
    [InlineData(null, 50.0, DdbCheckStatus.Warn)]
    public async Task OnDemandAMaximumIsKeptUnder(double? reads, double? writes, DdbCheckStatus expected)
    {
        table.Table["OnDemandThroughput"] = new JsonObject { ["MaxReadRequestUnits"] = 100, ["MaxWriteRequestUnits"] = -1 };
        table.Table["GlobalSecondaryIndexes"]![0]!["OnDemandThroughput"] = new JsonObject { ["MaxReadRequestUnits"] = -1, ["MaxWriteRequestUnits"] = 50 };
        var check = await table.OnlyAsync("Capacity", expected, o => o with { MaxReadUnits = reads, MaxWriteUnits = writes });
        Assert.Contains("100 read units a second of the table and 50 write units a second of GSI4", check.Actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, DdbCheckStatus.Pass)]
    [InlineData(40.0, 10.0, DdbCheckStatus.Pass)]
    [InlineData(41.0, 10.0, DdbCheckStatus.Warn)]
    [InlineData(40.0, 11.0, DdbCheckStatus.Warn)]
    public async Task OfAProvisionedTableTheSlowestIndexCounts(double? reads, double? writes, DdbCheckStatus expected)
    {
        Provision(0);
        var check = await table.OnlyAsync("Capacity", expected, o => o with { MaxReadUnits = reads, MaxWriteUnits = writes });
        Assert.Equal("provisioned: 40 read and 20 write units a second, GSI4 10 write", check.Actual);
    }

    [Fact]
    public async Task ProvisionedCapacityThatChangesIsWarnedOf()
    {
        Provision(ReadyTable.Now - 60);
        Assert.Contains("auto scaling", (await table.OnlyAsync("Capacity", DdbCheckStatus.Warn)).Detail, StringComparison.Ordinal);
    }

    private void Provision(long changedAt)
    {
        table.Table.Remove("BillingModeSummary");
        table.Table["ProvisionedThroughput"] = new JsonObject { ["ReadCapacityUnits"] = 40, ["WriteCapacityUnits"] = 20, ["LastDecreaseDateTime"] = changedAt };
        table.Table["GlobalSecondaryIndexes"]![0]!["ProvisionedThroughput"] = new JsonObject { ["ReadCapacityUnits"] = 5, ["WriteCapacityUnits"] = 10 };
    }
}
