using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

/// <summary>The limits that a run begins with.</summary>
public sealed class RunLimitsTests
{
    private static readonly MigrationOptions Options = new() { TableName = "limits" };

    [Fact]
    public void ATableOnDemandHasNoLimitOfItsOwn()
    {
        var limits = RunLimits.For(Options, TestTables.Limits);
        Assert.Equal((UnitLimit.None, UnitLimit.None), (limits.Read, limits.Write));
        Assert.Equal("read units: no limit; write units: no limit; at most 16 requests at once", limits.ToString());
    }

    [Fact]
    public void OfAProvisionedTableHalfIsLeftToItsUsers()
    {
        var limits = RunLimits.For(Options, Provisioned(50, 5));
        Assert.Equal(new UnitLimit(25, "half of the table's provisioned 50"), limits.Read);
        Assert.Equal(new UnitLimit(2.5, "half of the table's provisioned 5"), limits.Write);
    }

    [Fact]
    public void TheIndexWithTheLeastWritesCountsForWritesAndNoneForReads()
    {
        var limits = RunLimits.For(Options, Provisioned(50, 40, ("GSI1", 10), ("GSI2", 8), ("GSI3", 400)));
        Assert.Equal(new UnitLimit(25, "half of the table's provisioned 50"), limits.Read);
        Assert.Equal(new UnitLimit(4, "half of index GSI2's provisioned 8"), limits.Write);
    }

    [Fact]
    public void WhatTheUserGivesGoesBeforeTheDefault()
    {
        var limits = RunLimits.For(Options with { MaxReadUnits = 1000, MaxWriteUnits = 0.25, ThrottleLimit = 3 }, Provisioned(50, 40, ("GSI1", 10)));
        Assert.Equal(new RunLimits(new UnitLimit(1000, "1,000 a second"), new UnitLimit(0.25, "0.25 a second"), 3, "-ThrottleLimit"), limits);
    }

    [Fact]
    public void OfTwoTablesTheOneThatHasLessCountsAndIsNamed()
    {
        var limits = RunLimits.For(Options, Provisioned(200, 400), Provisioned(600, 100, ("GSI1", 10)));
        Assert.Equal(new UnitLimit(100, "half of the source table's provisioned 200"), limits.Read);
        Assert.Equal(new UnitLimit(5, "half of the target table's index GSI1's provisioned 10"), limits.Write);
        Assert.Equal(new UnitLimit(50, "half of the target table's provisioned 100"), RunLimits.For(Options, TestTables.Limits, Provisioned(600, 100)).Write);
        Assert.Equal(UnitLimit.None, RunLimits.For(Options, TestTables.Limits, TestTables.Limits with { Name = "other" }).Write);
    }

    private static TableDescriptor Provisioned(long reads, long writes, params (string Name, long Writes)[] indexes) => TestTables.Limits with
    {
        IsOnDemand = false,
        Provisioned = new ProvisionedUnits(reads, writes),
        Indexes =
        [
            .. indexes.Select(index => TestTables.Index(index.Name, TestTables.TextKey("p", "s")) with { Provisioned = new ProvisionedUnits(1, index.Writes) }),
            TestTables.Index("LSI1", TestTables.TextKey("PK", "t")) with { IsLocal = true },
        ],
    };
}
