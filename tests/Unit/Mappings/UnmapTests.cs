using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>A new item tells by itself which of its attributes are not as the mapping makes them.</summary>
public sealed class UnmapTests
{
    private static readonly Mapping Shipped = MappingText.ShippedFor("ns");

    [Theory]
    [InlineData("GSI4PK", """{"S":"other"}""", "GSI4PK")]
    [InlineData("GSI4PK", """{"S":"ns/"}""", "GSI4PK")]
    [InlineData("GSI4PK", """{"S":""}""", "GSI4PK")]
    [InlineData("GSI4PK", """{"N":"1"}""", "GSI4PK")]
    [InlineData("GSI4PK", null, "GSI4PK")]
    [InlineData("GSI4SK", """{"S":"ns/ENTITY#v"}""", "GSI4SK")]
    [InlineData("GSI4SK", """{"S":"ENTITY#u"}""", "GSI4SK")]
    [InlineData("GSI4SK", null, "GSI4SK")]
    [InlineData("GSI1PK", """{"S":"PARENT#p"}""", "GSI1PK")]
    [InlineData("GSI1PK", """{"S":"other/PARENT#p"}""", "GSI1PK")]
    [InlineData("GSI1PK", """{"S":"_/PARENT#p"}""", "GSI1PK")]
    [InlineData("GSI1PK", """{"B":"AQ=="}""", "GSI1PK")]
    [InlineData("GSI2PK", """{"NULL":true}""", "GSI2PK")]
    public void AWrongAttributeIsNamed(string name, string? value, string wrong) => Assert.Equal([wrong], WrongIn(With((name, value))));

    [Theory]
    [InlineData("GSI1PK", null)]
    [InlineData("GSI1PK", """{"S":"ns/"}""")]
    [InlineData("GSI3PK", """{"S":"ns/anything/at all"}""")]
    [InlineData("GSI1SK", """{"S":"other"}""")]
    [InlineData("SK", """{"S":"other/x"}""")]
    [InlineData("more", """{"L":[]}""")]
    public void WhatTheMappingWouldMakeOrDoesNotSetIsRight(string name, string? value) => Assert.Empty(WrongIn(With((name, value))));

    [Fact]
    public void AllWrongAttributesAreNamed() => Assert.Equal(
        ["GSI4PK", "GSI4SK", "GSI1PK"],
        WrongIn(With(("GSI4PK", """{"S":"x"}"""), ("GSI4SK", null), ("GSI1PK", """{"S":"x"}"""))));

    [Fact]
    public void NothingIsAppendedForAWrongItem()
    {
        using var block = new ItemBlock();
        var target = ItemText.Of(With(("GSI4PK", null)), block);
        var (length, slots) = (block.Length, block.SlotCount);
        Assert.False(Shipped.FindTargetRule(target)!.TryUnmap(target, block, out _, out _));
        Assert.Equal((length, slots), (block.Length, block.SlotCount));
    }

    [Theory]
    [InlineData("other/ENTITY#u")]
    [InlineData("ns#/ENTITY#u")]
    [InlineData("nsx/ENTITY#u")]
    [InlineData("ns")]
    [InlineData("ENTITY#u")]
    public void AKeyOfAnotherNamespaceIsNoTarget(string pk) => Assert.Null(Shipped.FindTargetRule(ItemText.Of(With(("PK", $$"""{"S":"{{pk}}"}""")))));

    [Theory]
    [InlineData("plain")]
    [InlineData("a \\\"quote\\\" and \\\\")]
    [InlineData("🚀 \\\"quoted\\\"")]
    [InlineData("control \\u001f")]
    public void AnAddedAttributeIsComparedWithTheUntouchedOneThatItWasMadeFrom(string rawName)
    {
        var mapping = MappingText.BindRule("""
            "match": { "PK": { "pattern": "^[^/]+\\z" } }, "set": { "PK": "${id}/${PK}", "label": "<${name}>" }
            """);
        Assert.True(mapping.HasInverse);
        var source = ItemText.Parse($$$"""{"PK":{"S":"p"},"name":{"S":"{{{rawName}}}"}}""");
        using var block = new ItemBlock();
        var rule = mapping.Rules[0];
        Assert.True(rule.TryMap(source, block, out var mapped, out _));
        Assert.True(rule.TryUnmap(mapped, block, out var unmapped, out var wrong), string.Join(", ", wrong));
        Assert.Equal(source.ToString(), unmapped.ToString());

        var other = ItemText.Parse(mapped.ToString().Replace("<", "<x", StringComparison.Ordinal));
        Assert.False(rule.TryUnmap(other, block, out _, out wrong));
        Assert.Equal(["label"], wrong);
    }

    [Fact]
    public void TheVersionRecordAndTheOthersHaveEachTheirOwnRule()
    {
        var version = ItemText.Parse("""{"PK":{"S":"_/SYSTEM#"},"SK":{"S":"#VERSION"},"GSI4PK":{"S":"_"},"GSI4SK":{"S":"_/SYSTEM#"}}""");
        Assert.Equal("version record", Shipped.FindTargetRule(version)!.Name);
        Assert.Equal("unprefixed", Shipped.FindTargetRule(ItemText.Of(With()))!.Name);
    }

    private static List<string> WrongIn(JsonObject item)
    {
        using var block = new ItemBlock();
        var target = ItemText.Of(item);
        var isRight = Shipped.FindTargetRule(target)!.TryUnmap(target, block, out _, out var wrong);
        Assert.Equal(isRight, wrong.Count == 0);
        return [.. wrong];
    }

    private static JsonObject With(params (string Name, string? Value)[] changes)
    {
        var item = JsonNode.Parse("""{"PK":{"S":"ns/ENTITY#u"},"SK":{"S":"#META"},"GSI1PK":{"S":"ns/PARENT#p"},"GSI1SK":{"S":"CHILD#u"},"GSI4PK":{"S":"ns"},"GSI4SK":{"S":"ns/ENTITY#u"}}""")!.AsObject();
        foreach (var (name, value) in changes)
        {
            if (value is null)
                item.Remove(name);
            else
                item[name] = JsonNode.Parse(value);
        }

        return item;
    }
}
