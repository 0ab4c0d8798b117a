using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Unit.Mappings;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Verification;

public sealed class VerificationCountersTests
{
    [Fact]
    public void EveryDifferenceIsToldAndTheFirstFewOfAKindAreKept()
    {
        var told = new List<DdbMigrationDifference>();
        var counters = New(told.Add);
        for (var number = 1; number <= 1000; number++)
            counters.Report(new("t", $"old{number}", $"new{number}", DdbDifferenceKind.DifferentCopy, ["rf", "ttl"]));
        counters.Report(new("t", null, "new", DdbDifferenceKind.WrongNamespaceKeys, []));
        Assert.Equal(1001, told.Count);
        Assert.Equal(
            "For example old1 (rf, ttl); old2 (rf, ttl); old3 (rf, ttl); old4 (rf, ttl); old5 (rf, ttl).",
            counters.Examples(DdbDifferenceKind.DifferentCopy));
        Assert.Equal("For example new.", counters.Examples(DdbDifferenceKind.WrongNamespaceKeys));
        Assert.Null(counters.Examples(DdbDifferenceKind.MissingCopy));
    }

    [Fact]
    public void SoManyUnknownNamespacesAsThereAreItemsTakeNoMoreMemory()
    {
        var counters = New(null);
        counters.CountUnknownId("first", NewPage());
        Parallel.For(0, 20_000, number => counters.CountUnknownId($"id{number}", NewPage()));
        counters.CountUnknownId("first", NewPage());
        Assert.Equal(20_002, counters.UnknownNamespaceItems);
        Assert.InRange(counters.UnknownIds.Count, 1000, 1010);
        Assert.Equal(2, counters.UnknownIds["first"]);
    }

    private static VerificationCounters New(Action<DdbMigrationDifference>? onDifference) =>
        new(new RunCounters(MappingText.ShippedFor("ns").Families), onDifference);

    private static PageProgress NewPage() => new(null, static () => { });
}
