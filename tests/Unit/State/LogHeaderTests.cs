using DynamoNamespace.Engine.State.Table;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State;

public sealed class LogHeaderTests
{
    [Fact]
    public void Void_cutsOffWhatStandsBetweenThePositionAndTheMarker()
    {
        var header = LogHeader.Empty.Void(5, 10);

        Assert.Equal([6L, 7, 8, 9], Enumerable.Range(1, 12).Select(number => (long)number).Where(header.IsRemoved));
        Assert.Equal(10, header.End);
    }

    [Fact]
    public void Void_ofNothing_changesNothing() => Assert.Same(LogHeader.Empty, LogHeader.Empty.Void(5, 6));

    [Fact]
    public void Void_beforeAnEarlierOne_takesItsPlace()
    {
        var header = LogHeader.Empty.Void(2, 4).Void(5, 10).Void(15, 20).Void(5, 25);

        Assert.Equal([(2L, 4L), (5L, 25L)], header.Voids);
    }

    [Fact]
    public void Removal_keepsOnlyTheVoidsBehindIt()
    {
        var header = LogHeader.Empty.Void(2, 4).Void(5, 10).Void(15, 20).RemoveThrough(12);

        Assert.Equal([(15L, 20L)], header.Voids);
        Assert.True(header.IsRemoved(12));
        Assert.False(header.IsRemoved(13));
        Assert.Equal(20, header.End);
    }

    [Fact]
    public void Removal_ofWhatStandsBeforeTheFirstMarker_changesNothing()
    {
        Assert.Same(LogHeader.Empty, LogHeader.Empty.RemoveBefore(1));
        Assert.Equal(3, LogHeader.Empty.RemoveBefore(3).RemovedThrough);
    }

    [Fact]
    public void Removal_neverBecomesLess()
    {
        var header = LogHeader.Empty.RemoveThrough(12);

        Assert.Same(header, header.RemoveThrough(3));
        Assert.Equal(12, header.End);
    }
}
