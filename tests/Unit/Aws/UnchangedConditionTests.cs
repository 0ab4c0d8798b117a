using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

public sealed class UnchangedConditionTests
{
    /// <summary>DynamoDB's limit for an expression, in bytes.</summary>
    private const int MaximumExpression = 4096;

    /// <summary>And for the operators and functions in it.</summary>
    private const int MaximumOperators = 300;

    [Fact]
    public void EveryAttributeIsComparedWithItsValue()
    {
        var condition = Write("""{"PK":{"S":"p"},"it's \"x\"":{"NULL":true},"a.b":{"L":[ {"N":"1.0"} ]}}""", 3);
        Assert.Equal("#0=:0 AND #1=:1 AND #2=:2", condition["ConditionExpression"]!.GetValue<string>());
        Assert.Equal("""{"#0":"PK","#1":"it's \"x\"","#2":"a.b"}""", Relaxed(condition["ExpressionAttributeNames"]!));
        Assert.Equal("""{":0":{"S":"p"},":1":{"NULL":true},":2":{"L":[{"N":"1.0"}]}}""", Relaxed(condition["ExpressionAttributeValues"]!));
    }

    [Fact]
    public void WhatMustBeAbsentIsAskedFor()
    {
        var condition = Write("""{"PK":{"S":"p"}}""", 1, "rf", "quoted \"name\"");
        Assert.Equal("#0=:0 AND attribute_not_exists(#a0) AND attribute_not_exists(#a1)", condition["ConditionExpression"]!.GetValue<string>());
        Assert.Equal("""{"#0":"PK","#a0":"rf","#a1":"quoted \"name\""}""", Relaxed(condition["ExpressionAttributeNames"]!));
    }

    [Fact]
    public void OnlyTheFirstAttributesOfAVeryWideItemAreNamed()
    {
        var wide = $"{{{string.Join(',', Enumerable.Range(0, 400).Select(number => $"\"w{number}\":{{\"N\":\"{number}\"}}"))}}}";
        var condition = Write(wide, 150);
        Assert.Equal(150, condition["ExpressionAttributeNames"]!.AsObject().Count);
        Assert.Equal(150, condition["ExpressionAttributeValues"]!.AsObject().Count);
        Assert.EndsWith("#149=:149", condition["ConditionExpression"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(150, 0)]
    [InlineData(86, 64)]
    [InlineData(2, 64)]
    public void TheLargestConditionsAreWithinDynamoDbsLimits(int attributes, int absent)
    {
        Assert.True(ItemCalls.FitsCondition(attributes + absent));
        var wide = $"{{{string.Join(',', Enumerable.Range(0, attributes).Select(number => $"\"w{number}\":{{\"N\":\"{number}\"}}"))}}}";
        var expression = Write(wide, attributes, Enumerable.Range(0, absent).Select(number => $"a{number}").ToArray())["ConditionExpression"]!.GetValue<string>();
        Assert.InRange(expression.Length, 1, MaximumExpression);
        var operators = Occurrences(expression, "=") + Occurrences(expression, " AND ") + Occurrences(expression, "attribute_not_exists");
        Assert.InRange(operators, attributes + absent, MaximumOperators);
    }

    [Fact]
    public void MoreAttributesThanAConditionHoldsDoNotFit() => Assert.False(ItemCalls.FitsCondition(151));

    [Fact]
    public void ARandomItemIsNamedWholeHoweverItIsSpelled() => Properties.ForAll(ItemGenerator.Items, (item, random) =>
    {
        if (item.Count == 0)
            return;
        var condition = Write(Respelling.Of(item, random), item.Count);
        var names = condition["ExpressionAttributeNames"]!.AsObject();
        var values = condition["ExpressionAttributeValues"]!.AsObject();
        var named = new JsonObject(names.Select(name => KeyValuePair.Create(name.Value!.GetValue<string>(), (JsonNode?)values[":" + name.Key[1..]]!.DeepClone())));
        ItemAssert.Equal(item, named);
    });

    private static JsonObject Write(string json, int count, params string[] absent)
    {
        using var body = new ItemBlock();
        body.Append("{\"Key\":{}"u8);
        UnchangedCondition.Write(body, ItemText.Parse(json), count, absent);
        body.Append((byte)'}');
        return ItemText.Plain(body);
    }

    private static string Relaxed(JsonNode node) => ItemText.Write(node.AsObject());

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
