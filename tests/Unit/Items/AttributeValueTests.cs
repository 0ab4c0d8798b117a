using System.Text.Json;
using DynamoNamespace.Engine.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Items;

public sealed class AttributeValueTests
{
    [Theory]
    [InlineData("""{"S":"text"}""", "S", "text")]
    [InlineData("""{ "S" : "a \"b\" \u00e9 \/" }""", "S", "a \"b\" é /")]
    [InlineData("""{"S":""}""", "S", "")]
    [InlineData("""{"N":"-1.5E+10"}""", "N", "-1.5E+10")]
    [InlineData("""{"B":"AQ=="}""", "B", "AQ==")]
    [InlineData("""{"BOOL":true}""", "BOOL", "")]
    [InlineData("""{"BOOL":false}""", "BOOL", "")]
    [InlineData("""{"NULL":true}""", "NULL", "")]
    [InlineData("""{"L":[{"S":"x"}]}""", "L", "")]
    [InlineData("""{"M":{"S":{"S":"x"}}}""", "M", "")]
    [InlineData("""{"SS":["x"]}""", "SS", "")]
    [InlineData("""{"NS":["1"]}""", "NS", "")]
    [InlineData("""{"BS":["AQ=="]}""", "BS", "")]
    public void TheTypeAndTheTextAreRead(string json, string type, string text)
    {
        var value = AttributeValue.Read(ItemText.Bytes(json));
        Assert.Equal(type, AttributeValue.NameOf(value.Type));
        Assert.Equal(text, value.Text());
    }

    [Fact]
    public void TheRawTextKeepsItsEscapes() =>
        Assert.Equal("\\u0041\\/", ItemText.Text(AttributeValue.Read("""{"S":"\u0041\/"}"""u8).RawText));

    [Theory]
    [InlineData("""{"X":"text"}""", "'X'")]
    [InlineData("""{"s":"text"}""", "'s'")]
    [InlineData("""{"LS":[]}""", "'LS'")]
    [InlineData("""{"SX":"text"}""", "'SX'")]
    [InlineData("""{"bool":true}""", "'bool'")]
    [InlineData("""{"BOOLEAN":true}""", "'BOOLEAN'")]
    [InlineData("""{"":"text"}""", "''")]
    [InlineData("{}", "names its type")]
    [InlineData("[]", "names its type")]
    [InlineData("\"S\"", "names its type")]
    public void WhatIsNoAttributeValueIsRefused(string json, string named)
    {
        var error = Assert.ThrowsAny<JsonException>(() => AttributeValue.Read(ItemText.Bytes(json)).Type);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTypeHasDynamoDbsName() => Assert.Equal(
        ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"],
        Enum.GetValues<AttributeType>().Where(type => type != AttributeType.Unknown).Select(AttributeValue.NameOf).ToList());
}
