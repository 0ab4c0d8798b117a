using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Mappings;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

/// <summary>Which attributes the condition of a delete names as absent.</summary>
public sealed class AttributeNamesTests
{
    private static readonly MappingRule Unprefixed = MappingText.ShippedFor("ns").Rules[1];

    private readonly AttributeNames names = new();

    [Fact]
    public void TheRulesOwnAttributesAreAbsentFromAnItemThatDoesNotHaveThem() => Assert.Equal(
        ["GSI1PK", "GSI3PK", "GSI4PK", "GSI4SK", "config_version", "rf"],
        Absent("""{"PK":{"S":"ENTITY#u"},"SK":{"S":"x"},"GSI2PK":{"S":"RESOURCE#r"}}""").Order(StringComparer.Ordinal).ToList());

    [Fact]
    public void WhatOtherItemsHaveIsAbsentToo()
    {
        names.Learn(Migrating("""{"PK":{"S":"ENTITY#u"},"SK":{"S":"x"},"ttl":{"N":"1"},"it's":{"S":""}}"""));
        var absent = Absent("""{"PK":{"S":"ENTITY#v"},"SK":{"S":"x"}}""");
        Assert.Contains("ttl", absent, StringComparer.Ordinal);
        Assert.Contains("it's", absent, StringComparer.Ordinal);
        Assert.DoesNotContain("PK", absent, StringComparer.Ordinal);
        Assert.DoesNotContain("ttl", Absent("""{"PK":{"S":"ENTITY#v"},"ttl":{"N":"2"}}"""), StringComparer.Ordinal);
    }

    [Fact]
    public void EachRuleHasNamesOfItsOwn()
    {
        names.Learn(Migrating("""{"PK":{"S":"ENTITY#u"},"ttl":{"N":"1"}}"""));
        var other = MappingText.ShippedFor("ns").Rules[0];
        Assert.DoesNotContain("ttl", names.AbsentFrom(Migrating("""{"PK":{"S":"SYSTEM#"}}""", other)), StringComparer.Ordinal);
    }

    [Fact]
    public void NoMoreNamesAreKeptThanAConditionHasRoomFor()
    {
        for (var number = 0; number < 1000; number++)
            names.Learn(Migrating($$$"""{"PK":{"S":"p"},"attribute{{{number}}}":{"N":"1"}}"""));
        Assert.InRange(Absent("""{"PK":{"S":"p"}}""").Count, 10, 64);
        var wide = string.Join(',', Enumerable.Range(0, 140).Select(number => $"\"w{number}\":{{\"N\":\"1\"}}"));
        Assert.Equal(10, Absent($"{{{wide}}}").Count);
        var wider = string.Join(',', Enumerable.Range(0, 150).Select(number => $"\"w{number}\":{{\"N\":\"1\"}}"));
        Assert.Empty(Absent($"{{{wider}}}"));
    }

    /// <summary>A condition that an attribute which is there be absent could never be met, and the item never deleted.</summary>
    [Theory]
    [InlineData("""{"PK":{"S":"p"},"quoted \"name\"":{"S":"x"}}""")]
    [InlineData("""{"PK":{"S":"p"},"quoted \u0022name\u0022":{"S":"x"}}""")]
    public void AnAttributeThatIsThereUnderAnEscapedNameIsNotAbsent(string item)
    {
        var rule = MappingText.BindRule("""
            "match": { "PK": { "exists": true } }, "set": { "PK": "${id}/${PK}" }, "setIfPresent": { "quoted \"name\"": "${id}" }
            """).Rules[0];
        Assert.DoesNotContain("quoted \"name\"", names.AbsentFrom(Migrating(item, rule)), StringComparer.Ordinal);
        Assert.Contains("quoted \"name\"", names.AbsentFrom(Migrating("""{"PK":{"S":"p"}}""", rule)), StringComparer.Ordinal);
    }

    private static MigratingItem Migrating(string json, MappingRule? rule = null)
    {
        var source = ItemText.Parse(json);
        return new MigratingItem(source, default, rule ?? Unprefixed, null!);
    }

    private IReadOnlyList<string> Absent(string json) => names.AbsentFrom(Migrating(json));
}
