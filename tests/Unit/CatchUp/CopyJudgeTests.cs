using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Mappings;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp;

/// <summary>How a copy stands to its old item follows from the states that were seen and the clock, and from nothing else.</summary>
public sealed class CopyJudgeTests
{
    private static readonly Item First = Copy(1);
    private static readonly Item Second = Copy(2);
    private static readonly Item Foreign = Copy(99);

    [Fact]
    public void NoCopyIsInStepWithNoOldItem()
    {
        Assert.Equal(CopyStanding.InStep, Judge(null, null, First));
        Assert.Equal(CopyStanding.Absent, Judge(null, Second, First));
    }

    [Fact]
    public void ACopyInAStateThatWasSeenIsBehind()
    {
        Assert.Equal(CopyStanding.Behind, Judge(First, Second, First, Second));
        Assert.Equal(CopyStanding.Behind, Judge(First, null, First));
        // Spelled otherwise it is the same.
        Assert.Equal(CopyStanding.Behind, Judge(ItemText.Parse("""{"n":{"N":"1.0"},"PK":{"S":"ns\u002fk"}}"""), Second, First));
    }

    [Fact]
    public void AnEqualCopyIsInStepAlsoWhereItsStateWasSeen() => Assert.Equal(CopyStanding.InStep, Judge(Second, Second, First, Second));

    [Fact]
    public void ACopyInAStateThatNobodySawIsForeign()
    {
        Assert.Equal(CopyStanding.Foreign, Judge(Foreign, Second, First, Second));
        Assert.Equal(CopyStanding.Foreign, Judge(Foreign, null, First, Second));
    }

    [Fact]
    public void TheClockDecidesForCopiesThatNobodySaw()
    {
        var rule = MappingText.BindRule("""
            "match": { "PK": { "pattern": "^k" } }, "set": { "PK": "${id}/${PK}" },
            "versionClocks": [ { "attribute": "rf", "type": "N" } ]
            """).Rules.Single();
        var judge = new CopyJudge();
        var wanted = Clocked(5, 0);
        var none = new HashSet<UInt128>();
        Assert.Equal(CopyStanding.InStep, judge.Judge(Clocked(6, 1), wanted, rule, none));
        Assert.Equal(CopyStanding.Behind, judge.Judge(Clocked(4, 1), wanted, rule, none));
        Assert.Equal(CopyStanding.Foreign, judge.Judge(Clocked(5, 1), wanted, rule, none));
        // Of an item that is gone there is no clock to compare with.
        Assert.Equal(CopyStanding.Foreign, judge.Judge(Clocked(4, 1), null, rule, none));
    }

    private static CopyStanding Judge(Item? copy, Item? wanted, params Item[] states) =>
        new CopyJudge().Judge(copy, wanted, null, states.Select(state => new CanonicalItem().Digest(state)).ToHashSet());

    private static Item Copy(int n) => ItemText.Parse($$$"""{"PK":{"S":"ns/k"},"n":{"N":"{{{n}}}"}}""");

    private static Item Clocked(int clock, int n) => ItemText.Parse($$$"""{"PK":{"S":"ns/k"},"rf":{"N":"{{{clock}}}"},"n":{"N":"{{{n}}}"}}""");
}
