using System.Text;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Unit.Items;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace DynamoNamespace.Tests.Unit.InPlace;

/// <summary>A filter lets every item through that a rule matches.</summary>
public sealed class RuleFilterTests
{
    private static readonly string[] Names = ["a", "b", "PK", "with \"quotes\""];
    private static readonly string[] Texts = ["5", "5.0", "05", "-1.5", "1e3", "+7", "", "User", "Organization", "é🚀", "12345678901234567890123456789012345678", "123456789012345678901234567890123456789"];

    private static readonly Gen<string> Values = Gen.OneOf(
        Gen.Elements(Texts).Select(text => $$"""{"S":{{ItemGenerator.Quote(text)}}}"""),
        Gen.Elements("5", "-1.5", "1000", "7", "12345678901234567890123456789012345678").Select(number => $$"""{"N":"{{number}}"}"""),
        Gen.Elements("""{"NULL":true}""", """{"SS":["User"]}""", """{"B":"NQ=="}"""));

    private static readonly Arbitrary<JsonObject> Items = Arb.From(
        Gen.ArrayOf(Gen.Zip(Gen.Elements(Names), Values), 6).Select(members => DynamoJson.Parse(Encoding.UTF8.GetBytes(
            $"{{{string.Join(",", members.DistinctBy(member => member.Item1, StringComparer.Ordinal).Select(member => $"{ItemGenerator.Quote(member.Item1)}:{member.Item2}"))}}}"))));

    private static readonly Gen<string> Conditions = Gen.OneOf(
        Gen.Elements(true, false).Select(exists => $$"""{"exists":{{(exists ? "true" : "false")}}}"""),
        Gen.Elements(Texts).Select(text => $$"""{"equals":{{ItemGenerator.Quote(text)}}}"""),
        Gen.NonEmptyListOf(Gen.Elements(Texts)).Select(texts => $$"""{"in":[{{string.Join(",", texts.Distinct(StringComparer.Ordinal).Select(ItemGenerator.Quote))}}]}"""),
        Gen.Elements("^5", "s", ".").Select(pattern => $$"""{"exists":true,"pattern":"{{pattern}}"}"""));

    private static readonly Gen<string> Rules =
        from members in Gen.Choose(1, 2).SelectMany(count => Gen.ArrayOf(Gen.Zip(Gen.Elements(Names), Conditions), count))
        select $$"""{"name":"r","match":{ {{string.Join(",", members.DistinctBy(member => member.Item1, StringComparer.Ordinal).Select(member => $"{ItemGenerator.Quote(member.Item1)}:{member.Item2}"))}} },"set":{"GSI9PK":"x"} }""";

    [Fact]
    public void WhatARuleMatchesPassesTheFilter()
    {
        var (matched, filtered, leftOut) = (0, 0, 0);
        Properties.ForAll(Arb.From(Gen.Zip(Gen.ArrayOf(Rules, 2), Items.Generator)), pair =>
        {
            var mapping = InPlaceText.Of([.. pair.Item1]);
            if (mapping.Matching is not { } filter)
                return;
            filtered++;
            var passes = Passes(filter, pair.Item2);
            leftOut += passes ? 0 : 1;
            if (mapping.FindRule(ItemText.Of(pair.Item2)) is null)
                return;
            matched++;
            Assert.True(passes, $"{Encoding.UTF8.GetString(filter.Json)} leaves {pair.Item2.ToJsonString()} out, which a rule of {string.Join(", ", pair.Item1)} matches.");
        }, tests: 2500);
        // What has shown nothing proves nothing.
        Assert.True(matched > 200 && filtered > 1000 && leftOut > 300, $"{matched} matched, {filtered} filters, {leftOut} left out");
    }

    [Theory]
    [InlineData("""{"Type":{"in":["User","Organization"]},"GSI2PK":{"exists":false} }""", "(#f0 IN (:f0,:f1) AND attribute_not_exists(#f1))", """{":f0":{"S":"User"},":f1":{"S":"Organization"}}""")]
    [InlineData("""{"n":{"equals":"5"} }""", "(#f0 IN (:f0,:f1))", """{":f0":{"S":"5"},":f1":{"N":"5"}}""")]
    [InlineData("""{"PK":{"pattern":"^A"},"Status":{"pattern":"x"} }""", "(attribute_exists(#f0))", null)]
    [InlineData("""{"n":{"equals":"1e3"} }""", "(attribute_exists(#f0))", null)]
    public void AFilterSaysWhatItCan(string match, string expression, string? values)
    {
        var filter = InPlaceText.Of($$"""{"name":"r","match":{{match}},"set":{"GSI9PK":"x"} }""").Matching!;
        var json = JsonNode.Parse("{" + Encoding.UTF8.GetString(filter.Json)[1..] + "}")!;
        Assert.Equal(expression, json["FilterExpression"]!.GetValue<string>());
        Assert.Equal(values, json["ExpressionAttributeValues"]?.ToJsonString());
    }

    [Fact]
    public void WhereOneRuleCannotBeSaidNothingIs()
    {
        Assert.Null(InPlaceText.Of("""{"name":"r","match":{"PK":{"pattern":"^A"} },"set":{"x":"x"} }""", """{"name":"q","match":{"y":{"exists":true} },"set":{"x":"x"} }""").Matching);
        var many = string.Join(",", Enumerable.Range(0, 400).Select(i => $"\"text {i}\""));
        var terms = Assert.Single(InPlaceText.Of($$"""{"name":"r","match":{"y":{"in":[{{many}}]} },"set":{"x":"x"} }""").Matching!.Alternatives);
        Assert.True(terms is [{ Attribute: "y", Exists: true, Values.Count: 0 }]);
    }

    private static bool Passes(ScanFilter filter, JsonObject item) => filter.Alternatives.Any(terms => terms.All(term => Passes(term, item[term.Attribute])));

    /// <summary>As DynamoDB compares: values of one type, and numbers by value.</summary>
    private static bool Passes(FilterTerm term, JsonNode? value)
    {
        if (term.Values.Count == 0)
            return value is not null == term.Exists;
        return term.Values.Any(wanted => value?[wanted.Type == AttributeType.N ? "N" : "S"]?.GetValue<string>() is { } text
            && (wanted.Type == AttributeType.N ? ExactNumber.Parse(text).CompareTo(ExactNumber.Parse(wanted.Text)) == 0 : text == wanted.Text));
    }
}
