using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.InPlace;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Mappings;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.InPlace;

public sealed class InPlaceRuleTests
{
    private const string Backfill = """{"name":"account","match":{"Type":{"in":["User"]},"PK":{"pattern":"^U"},"GSI2PK":{"exists":false} },"set":{"GSI2PK":"ACCOUNT#${Username}"},"setIfPresent":{"Old":"x"},"remove":["Legacy"]}""";
    private const string Moving = """{"name":"move","match":{"PK":{"pattern":"^A"} },"set":{"PK":"b${PK}"} }""";

    private readonly RepetitionCheck check = new();

    [Fact]
    public void WhatItWritesAndReadsIsGuardedButTheKeyIsNot()
    {
        var rule = InPlaceText.Rule(Backfill);
        Assert.Equal("GSI2PK Legacy Old", string.Join(' ', rule.Written.Select(name => name.Text).Order(StringComparer.Ordinal)));
        Assert.Equal("GSI2PK Legacy Old Type Username", string.Join(' ', rule.Guarded.Select(name => name.Text).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void OneThatMovesItemsIsNotInPlaceAndBothTogetherAreRefused()
    {
        Assert.Null(InPlaceMapping.Find(InPlaceText.Bind(Moving), TestTables.Limits, TestTables.Limits));
        Assert.Null(InPlaceMapping.Find(InPlaceText.Bind(Backfill), TestTables.Limits, TestTables.Limits with { Arn = "another" }));
        Assert.Null(InPlaceMapping.Find(MappingText.ShippedFor("a7x3kq"), TestTables.Limits, TestTables.Limits));
        var error = Assert.Throws<DdbException>(() => InPlaceText.Of(Moving, Backfill));
        Assert.Equal("MappingMixed", error.ErrorId);
    }

    [Theory]
    [InlineData("""{"PK":{"S":"U"},"Type":{"S":"User"},"Username":{"S":"bob"},"GSI2PK":{"S":"ACCOUNT#bob"}}""", "")]
    [InlineData("""{"PK":{"S":"U"},"Type":{"S":"User"},"Username":{"N":"5"},"GSI2PK":{"S":"ACCOUNT#5"},"Old":{"S":"x"}}""", "")]
    [InlineData("""{"PK":{"S":"U"},"Type":{"S":"User"},"Username":{"S":"bob"},"GSI2PK":{"S":"ACCOUNT#rob"}}""", "GSI2PK")]
    [InlineData("""{"PK":{"S":"U"},"Type":{"S":"User"},"Username":{"S":"bob"},"GSI2PK":{"S":"ACCOUNT#bob"},"Old":{"S":"y"}}""", "Old")]
    [InlineData("""{"PK":{"S":"U"},"Type":{"S":"User"},"GSI2PK":{"S":"ACCOUNT#bob"}}""", "GSI2PK Legacy Old")]
    public void AnItemTellsWhetherItIsAsTheRuleMakesIt(string json, string wrong)
    {
        var rule = InPlaceText.Rule(Backfill);
        var item = ItemText.Parse(json);
        Assert.True(rule.TellsItsItems && rule.IsFor(item));
        Assert.Equal(wrong, string.Join(' ', check.FindWrong(rule, item).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void WhatIsMadeFromItselfIsNotMadeTwice()
    {
        var rule = InPlaceText.Rule("""{"name":"r","match":{"GSI1PK":{"pattern":"^[^/]*\\z"},"n":{"exists":true} },"set":{"GSI1PK":"ns/${GSI1PK}","mark":"${GSI1PK}-${n}","kind":"k${n}"} }""");
        Assert.False(rule.TellsItsItems);
        using var block = new ItemBlock();
        Assert.True(rule.TryRepeat(ItemText.Parse("""{"PK":{"S":"p"},"GSI1PK":{"S":"ns/a"},"mark":{"S":"a-1"},"kind":{"S":"k1"},"n":{"N":"2"}}"""), block, out var repeated, out _));
        Assert.Equal("""{"PK":{"S":"p"},"GSI1PK":{"S":"ns/a"},"mark":{"S":"a-1"},"kind":{"S":"k2"},"n":{"N":"2"}}""", repeated.ToString());
    }

    [Fact]
    public void DigestsAreOfTheRuleAndOfWhatItWrites()
    {
        var mapping = InPlaceText.Of(Backfill, """{"name":"other","match":{"Type":{"in":["Repo"]},"GSI2PK":{"exists":false} },"set":{"GSI2PK":"ACCOUNT#${Username}"},"setIfPresent":{"Old":"x"},"remove":["Legacy"]}""");
        UInt128 Digest(int rule, string json)
        {
            using var scratch = new ItemBlock();
            return mapping.Rules[rule].Digest(ItemText.Parse(json), new CanonicalItem(), scratch);
        }

        var written = Digest(0, """{"PK":{"S":"p"},"GSI2PK":{"S":"a"},"n":{"N":"1"}}""");
        Assert.Equal(written, Digest(0, """{"GSI2PK":{"S":"\u0061"},"PK":{"S":"q"},"m":{"N":"2"}}"""));
        Assert.NotEqual(written, Digest(0, """{"PK":{"S":"p"},"GSI2PK":{"S":"b"}}"""));
        Assert.NotEqual(written, Digest(0, """{"PK":{"S":"p"}}"""));
        Assert.NotEqual(written, Digest(1, """{"PK":{"S":"p"},"GSI2PK":{"S":"a"}}"""));
    }
}
