using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Unit;

/// <summary>What a schedule plans; what comes of it on the real engine is shown beside the proxy's tests.</summary>
public sealed class FaultScheduleTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void TheShareOfRequestsThatFailIsTheRate(double rate)
    {
        var faults = Plan(new FaultSchedule(1, rate), "Scan", 2000).Count(kind => kind is not null);
        // Where 1 / rate is no whole number two faults may fall on one request.
        Assert.InRange(faults / 2000.0, rate * 0.8, rate);
    }

    [Fact]
    public void TheSeedDeterminesWhatFails()
    {
        var plan = Plan(new FaultSchedule(1, 0.2), "BatchExecuteStatement", 200);
        Assert.Equal(plan, Plan(new FaultSchedule(1, 0.2), "BatchExecuteStatement", 200));
        Assert.NotEqual(plan, Plan(new FaultSchedule(2, 0.2), "BatchExecuteStatement", 200));
        Assert.NotEqual(Plan(new FaultSchedule(1, 0.2), "PutItem", 200), Plan(new FaultSchedule(1, 0.2), "DeleteItem", 200));
    }

    [Theory]
    [InlineData("Scan", 8)]
    [InlineData("BatchGetItem", 9)]
    [InlineData("PutItem", 9)]
    [InlineData("BatchExecuteStatement", 12)]
    public void AnOperationMeetsEachKindThatItCanHaveBeforeItMeetsOneAgain(string operation, int kinds)
    {
        var first = Plan(new FaultSchedule(3, 1), operation, kinds);
        Assert.Equal(kinds, first.Distinct().Count());
        Assert.Equal(kinds, Plan(new FaultSchedule(3, 1), operation, 500).Distinct().Count());
    }

    [Fact]
    public void OnlyTheKindsAskedForAreChosen()
    {
        var schedule = new FaultSchedule(1, 1, FaultKind.UnprocessedKeys, FaultKind.TimeOut);
        Assert.All(Plan(schedule, "Scan", 20), kind => Assert.Equal(FaultKind.TimeOut, kind));
        Assert.Equal(10, Plan(schedule, "BatchGetItem", 20).Count(kind => kind == FaultKind.UnprocessedKeys));
        Assert.All(Plan(new FaultSchedule(1, 1, FaultKind.LostAnswer), "Scan", 20), kind => Assert.Null(kind));
    }

    private static List<FaultKind?> Plan(FaultSchedule schedule, string operation, int requests) =>
        Enumerable.Range(0, requests).Select(place => schedule.FindFault(operation, place)).ToList();
}
