using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

public sealed class RunSnapshotTests
{
    [Theory]
    [InlineData(0, 0, -1)]
    [InlineData(500, 0, -1)]
    [InlineData(0, 1000, 0)]
    [InlineData(505, 1000, 50)]
    [InlineData(1000, 1000, 99)]
    [InlineData(5_000_000_000, 1000, 99)]
    public void ThePercentageIsOfTheTablesOwnCountAndNeverSaysDoneTooEarly(long scanned, long estimated, int percent) =>
        Assert.Equal(percent, Snapshot(scanned, estimated, 0).PercentScanned);

    [Fact]
    public void TheLineHasAllThatCounts()
    {
        Assert.Equal("1,500 read, 1,000 of 1,200 candidates done, 3 in trouble, 500 items/s, 12 RU, 1,235 WU", Snapshot(1500, 2000, 0).ToString());
        Assert.EndsWith("WU, throttled 7 times", Snapshot(1500, 2000, 7).ToString(), StringComparison.Ordinal);
        Assert.EndsWith("WU; write units: 100 a second", (Snapshot(1500, 2000, 0) with { Rate = new RateStatus(8, "write units: 100 a second") }).ToString(), StringComparison.Ordinal);
        Assert.Contains(" 0 items/s", (Snapshot(0, 0, 0) with { Elapsed = TimeSpan.Zero }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ItemsPerSecondAreThoseWrittenDeletedOrFoundDone()
    {
        var result = new DdbMigrationResult
        {
            RunId = "r", TableName = "t", TargetTableName = "t", Mapping = "m", Outcome = DdbMigrationOutcome.Completed,
            Candidates = 500, Failed = 10, Written = 40, ToWrite = 20, AlreadyMigrated = 30, Deleted = 6, ToDelete = 4, Elapsed = TimeSpan.FromSeconds(8),
        };
        Assert.Equal(12.5, result.ItemsPerSecond);
        Assert.Equal(0, (result with { Elapsed = TimeSpan.Zero }).ItemsPerSecond);
    }

    private static RunSnapshot Snapshot(long scanned, long estimated, long throttled) =>
        new("Copy", scanned, estimated, 1200, 1000, 3, 12.4, 1234.6, throttled, TimeSpan.FromSeconds(2));
}
