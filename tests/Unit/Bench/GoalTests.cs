using DynamoNamespace.Bench.Goals;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Reports;
using DynamoNamespace.Bench.Suites;
using DynamoNamespace.Bench.Trials;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Bench;

public sealed class GoalTests
{
    [Theory]
    [InlineData(null, "NotMeasured")]
    [InlineData(double.NaN, "NotMeasured")]
    [InlineData(0.401, "NotMet")]
    [InlineData(0.4, "Met")]
    [InlineData(0.201, "Met")]
    [InlineData(0.2, "StretchMet")]
    public void ACeilingIsMetFromBelow(double? value, string state) =>
        Assert.Equal(state, new Goal("", value, Bound.AtMost, 0.4, 0.2).State.ToString());

    [Theory]
    [InlineData(2.499, "NotMet")]
    [InlineData(2.5, "Met")]
    [InlineData(4.0, "StretchMet")]
    public void AFloorIsMetFromAbove(double value, string state) =>
        Assert.Equal(state, new Goal("", value, Bound.AtLeast, 2.5, 4).State.ToString());

    [Fact]
    public void WhatWasNotMeasuredIsNotMet()
    {
        var goals = GoalList.Of(new MeasurementList());
        Assert.Equal(11, goals.Count(goal => goal.Target is not null));
        Assert.All(goals, goal => Assert.Equal(GoalState.NotMeasured, goal.State));
        Assert.All(ReportTables.Goals(goals).Rows, row => Assert.Equal(("–", "not measured"), (row[1], row[3])));
    }

    [Theory]
    [InlineData(150, 160, 1.067, "Met")]
    [InlineData(160, 150, 1.067, "Met")]
    [InlineData(100, 150, 1.5, "NotMet")]
    public void MemoryIsComparedEitherWay(long few, long many, double ratio, string state)
    {
        var list = new MeasurementList();
        list.Add("growth", GrowthSuite.Memory, MeasurementTests.Trial("copy", 1, few), GrowthSuite.SmallTable);
        list.Add("growth", GrowthSuite.Memory, MeasurementTests.Trial("copy", 1, many), GrowthSuite.LargeTable);
        var goal = GoalList.Of(list).Single(each => each.Title.Contains("larger ÷ smaller", StringComparison.Ordinal));
        Assert.Equal(ratio, goal.Value!.Value, 3);
        Assert.Equal(state, goal.State.ToString());
        Assert.Equal(Math.Max(few, many), GoalList.Of(list).Single(each => each.Unit == "MB").Value);
    }

    [Fact]
    public void OneUnitWrittenBySecondRunsIsTooMuch()
    {
        var list = new MeasurementList();
        list.Add("engine", MeasurementTests.Trial(EngineTrial.SecondRun, 1));
        list.Add("engine", MeasurementTests.Trial(EngineTrial.SecondRun, 1) with { WriteUnits = 1 });
        list.Add("engine", MeasurementTests.Trial(EngineTrial.SecondRun, 1));
        Assert.Equal(GoalState.NotMet, GoalList.Of(list).Single(each => each.Title.StartsWith("Second run", StringComparison.Ordinal)).State);
    }

    [Fact]
    public void AFigureThatExplainsAnotherIsNeitherMetNorNot() =>
        Assert.Equal(GoalState.NoGoal, new Goal("", 1, Bound.AtLeast, null).State);

    [Fact]
    public void AFigureBesideItsGoalIsNotRoundedOntoIt()
    {
        var text = ReportTables.Goals([new Goal("Copy", 0.8996, Bound.AtLeast, 0.9)]).ToText();
        Assert.Contains("0.8996", text, StringComparison.Ordinal);
        Assert.Contains("NOT met", text, StringComparison.Ordinal);
    }
}
