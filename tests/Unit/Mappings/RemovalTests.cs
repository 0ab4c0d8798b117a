using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Unit.Items;
using System.Text.Json.Nodes;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>A rule takes attributes away, and sets nothing where the item goes to another table.</summary>
public sealed class RemovalTests
{
    private const string Match = """ "match": { "PK": { "pattern": "^[^/]+\\z" } } """;

    [Theory]
    [InlineData("""{"PK":{"S":"p"},"old":{"S":"1"},"a":{"N":"1"},"older":{"L":[]}}""", """{"PK":{"S":"ns/p"},"a":{"N":"1"}}""")]
    [InlineData("""{"old":{"S":"1"},"a":{"N":"1"},"b":{"N":"2"},"PK":{"S":"p"}}""", """{"PK":{"S":"ns/p"},"a":{"N":"1"},"b":{"N":"2"}}""")]
    [InlineData("""{"PK":{"S":"p"},"a":{"N":"1"}}""", """{"PK":{"S":"ns/p"},"a":{"N":"1"}}""")]
    [InlineData("""{"PK":{"S":"p"},"\u006fld":{"S":"1"},"old2":{"S":"x"}}""", """{"PK":{"S":"ns/p"},"old2":{"S":"x"}}""")]
    [InlineData("""{"older":{"S":"1"},"old":{"S":"1"},"PK":{"S":"p"}}""", """{"PK":{"S":"ns/p"}}""")]
    public void WhatARuleRemovesIsNotInTheNewItem(string old, string expected)
    {
        var mapping = MappingText.BindRule($$""" {{Match}}, "set": { "PK": "${id}/${PK}" }, "remove": [ "old", "older" ] """);
        ItemAssert.Equal(JsonNode.Parse(expected)!.AsObject(), mapping.Map(old)!);
        Assert.Equal(["old", "older"], mapping.Rules[0].Removals);
    }

    [Fact]
    public void AnAttributeThatIsRemovedMayBeReadBefore()
    {
        var mapping = MappingText.BindRule($$""" {{Match}}, "set": { "PK": "${kind}/${PK}" }, "remove": [ "kind" ] """);
        ItemAssert.Equal(JsonNode.Parse("""{"PK":{"S":"a/p"}}""")!.AsObject(), mapping.Map("""{"kind":{"S":"a"},"PK":{"S":"p"}}""")!);
    }

    [Fact]
    public void ARuleThatRemovesHasNoWayBackOfItself() =>
        Assert.False(MappingText.BindRule($$""" {{Match}}, "set": { "PK": "${id}/${PK}" }, "remove": [ "old" ] """).HasInverse);

    [Fact]
    public void ARuleMaySetNothing()
    {
        var rule = MappingText.BindRule(Match).Rules[0];
        using var block = new ItemBlock();
        var item = ItemText.Parse("""{"PK":{"S":"p"},"a":{"M":{}}}""");
        Assert.True(rule.ChangesNothing);
        Assert.True(rule.TryMap(item, block, out var mapped, out _));
        Assert.Equal(item.ToString(), mapped.ToString());
        Assert.True(rule.HasInverse);
        Assert.True(rule.IsExactlyInvertible(item));
    }

    [Theory]
    [InlineData("[]", "rules[0].remove", "the list is empty")]
    [InlineData("\"old\"", "rules[0].remove", "a list is expected")]
    [InlineData("[ \"a\", \"a\" ]", "rules[0].remove[1]", "'a' is written twice")]
    [InlineData("[ \"\" ]", "rules[0].remove[0]", "the text is empty")]
    [InlineData("[ \"label\" ]", "rules[0].remove[0]", "'label' is both set and removed")]
    [InlineData("[ \"G\" ]", "rules[0].remove[0]", "'G' is both set and removed")]
    [InlineData("[ \"PK\" ]", "rules[0].remove[0]", "'PK' is of the target table's key")]
    public void ARemovalThatCannotBeIsRefused(string remove, string place, string problem)
    {
        var document = MappingText.OfRule($$""" {{Match}}, "set": { "label": "x" }, "setIfPresent": { "G": "y" }, "remove": {{remove}} """);
        var error = Assert.Throws<DdbException>(() => MappingLoader.Parse(document, "m.json"));
        Assert.StartsWith($"The mapping 'm.json' has an error at {place}: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"set\": { \"PK\": \"${id}/${gone}\" }", "rules[0].set.PK", "so no text can be made from it")]
    [InlineData("\"setIfPresent\": { \"x\": \"${gone}\" }", "rules[0].setIfPresent.x", "so no text can be made from it")]
    [InlineData("\"setIfPresent\": { \"gone\": \"x\" }", "rules[0].setIfPresent.gone", "so it would never be set")]
    public void ATemplateOfAnAttributeThatCannotBeThereIsRefused(string set, string place, string problem)
    {
        var document = MappingText.OfRule($$""" "match": { "gone": { "exists": false } }, {{set}} """);
        var error = Assert.Throws<DdbException>(() => MappingLoader.Parse(document, "m.json"));
        Assert.StartsWith($"The mapping 'm.json' has an error at {place}: 'match' asks that 'gone' does not exist, {problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAttributeThatIsNotThereMayBeSet() => Assert.NotNull(MappingText.BindRule(""" "match": { "gone": { "exists": false } }, "set": { "gone": "x", "PK": "${id}/${PK}" } """));
}
