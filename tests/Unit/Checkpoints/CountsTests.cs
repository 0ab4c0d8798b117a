using DynamoNamespace.Engine.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>Counts go into a checkpoint and come out of it unchanged.</summary>
public sealed class CountsTests
{
    [Fact]
    public void EveryCountComesBackByItsName()
    {
        var tally = new Tally();
        foreach (var count in Enum.GetValues<RunCount>())
            tally.Add(count, (int)count + 1);
        var again = Tally.From(tally.ToDictionary());
        Assert.All(Enum.GetValues<RunCount>(), count => Assert.Equal((int)count + 1, again[count]));
        again.Add(tally);
        Assert.All(Enum.GetValues<RunCount>(), count => Assert.Equal(2 * ((int)count + 1), again[count]));
    }

    [Fact]
    public void ZeroIsLeftOutAndWhatIsUnknownIsPassedOver()
    {
        Assert.Empty(new Tally().ToDictionary());
        Assert.Empty(Tally.From(new Dictionary<string, long>(StringComparer.Ordinal) { ["OfALaterVersion"] = 3 }).ToDictionary());
    }

    [Fact]
    public void ManyThreadsLoseNoCount()
    {
        var tally = new Tally();
        var names = new NameCounts(static _ => false, 3);
        Parallel.For(0, 10_000, index =>
        {
            tally.Add(RunCount.Written);
            names.Add($"name {index % 3}");
        });
        Assert.Equal(10_000, tally[RunCount.Written]);
        Assert.Equal([3333, 3333, 3334], names.ToDictionary().Values.Order());
    }

    [Fact]
    public void BeyondTheMaximumTheRestIsOneButKnownNamesAreKeptApart()
    {
        var names = new NameCounts(name => name == "known", 2);
        foreach (var name in new[] { "a", "b", "c", "known", "d", "a" })
            names.Add(name);
        Assert.Equal("(other)=2 a=2 b=1 known=1", string.Join(' ', names.ToDictionary().Select(pair => $"{pair.Key}={pair.Value}")));

        var again = new NameCounts(name => name == "known", 2);
        again.Add(names.ToDictionary());
        Assert.Equal(6, again.ToDictionary().Values.Sum());
    }
}
