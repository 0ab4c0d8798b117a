using System.Text.Json;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Items;

public sealed class ItemReaderTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("{ \n\t }")]
    public void AnEmptyItemHasNoAttributes(string json)
    {
        var item = ItemText.Parse(json);
        Assert.Equal(0, item.Count);
        Assert.Equal(json, item.ToString());
        Assert.Equal(-1, item.IndexOf("a"u8));
        Assert.False(item.TryGetValue("a"u8, out _));
    }

    [Fact]
    public void WhiteSpaceStaysOutsideNamesAndValues()
    {
        var item = ItemText.Parse(" \n{ \"a\" :\t{ \"S\" : \"x y\" } ,\r\n\"b\":{\"L\" : [ {\"N\":\"1\"} ]}\n} ");
        Assert.Equal(2, item.Count);
        Assert.Equal("a", ItemText.Text(item.RawName(0)));
        Assert.Equal("{ \"S\" : \"x y\" }", ItemText.Text(item.RawValue(0)));
        Assert.Equal("b", ItemText.Text(item.RawName(1)));
        Assert.Equal("{\"L\" : [ {\"N\":\"1\"} ]}", ItemText.Text(item.RawValue(1)));
        Assert.StartsWith("{ \"a\"", item.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("]}\n}", item.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"S":"x y"}""", "S")]
    [InlineData("""{"S":"x\\y"}""", "S")]
    [InlineData("""{"N":"1"}""", "N")]
    [InlineData("""{"B":""}""", "B")]
    [InlineData("""{"S":"x\"y"}""", "Unknown")]
    [InlineData("""{"S":"x","N":"1"}""", "Unknown")]
    [InlineData("""{"S" :"x"}""", "Unknown")]
    [InlineData("""{"M":{"S":"x"}}""", "Unknown")]
    [InlineData("""{"BOOL":true}""", "Unknown")]
    public void OnlyAValueWithoutSpacesAndQuotesIsPlain(string value, string plain)
    {
        var item = ItemText.Parse($"{{ \"a\":{value}}}");
        Assert.Equal(plain, item.Slots[0].Plain.ToString());
    }

    [Fact]
    public void OnlyTopLevelAttributesAreIndexed()
    {
        var item = ItemText.Parse("""{"m":{"M":{"inner":{"S":"{\"fake\":{\"S\":\"\"}}"},"m":{"M":{}}}},"last":{"NULL":true}}""");
        Assert.Equal(2, item.Count);
        Assert.Equal(-1, item.IndexOf("inner"u8));
        Assert.Equal(-1, item.IndexOf("fake"u8));
        Assert.Equal(1, item.IndexOf("last"u8));
        Assert.Equal("""{"NULL":true}""", ItemText.Text(item.RawValue(1)));
    }

    [Theory]
    [InlineData("""{"a\"b":{"S":""}}""", "a\"b")]
    [InlineData("""{"a\\b":{"S":""}}""", "a\\b")]
    [InlineData("""{"\u0061\u002f":{"S":""}}""", "a/")]
    [InlineData("""{"a\/":{"S":""}}""", "a/")]
    [InlineData("""{"\u00e9":{"S":""}}""", "é")]
    [InlineData("""{"é":{"S":""}}""", "é")]
    [InlineData("""{"\ud83d\uDE80":{"S":""}}""", "🚀")]
    [InlineData("""{"tab\tname":{"S":""}}""", "tab\tname")]
    [InlineData("""{"":{"S":""}}""", "")]
    public void NamesAreFoundHoweverTheyAreEscaped(string json, string name)
    {
        var item = ItemText.Parse(json);
        Assert.Equal(name, item.Name(0));
        Assert.Equal(0, item.IndexOf(ItemText.Bytes(name)));
        Assert.Equal(-1, item.IndexOf(ItemText.Bytes(name + "x")));
        Assert.Equal(-1, item.IndexOf(ItemText.Bytes("x" + name)));
    }

    [Fact]
    public void AnEscapedNameIsNotItsRawText() => Assert.Equal(-1, ItemText.Parse("""{"\u0061":{"S":""}}""").IndexOf("u0061"u8));

    [Fact]
    public void ThirtyTwoLevelsAreRead()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"L\":[", 31)) + "{\"S\":\"bottom\"}" + string.Concat(Enumerable.Repeat("]}", 31));
        var item = ItemText.Parse($"{{\"a\":{deep},\"b\":{{\"N\":\"1\"}}}}");
        Assert.Equal(deep, ItemText.Text(item.RawValue(0)));
        Assert.Equal(1, item.IndexOf("b"u8));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\"")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":{\"S\":\"x\"}")]
    [InlineData("{\"a\":\"x\"}")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"a\":[{\"S\":\"x\"}]}")]
    [InlineData("{\"a\":null}")]
    public void WhatIsNoItemIsRefused(string json) => Assert.ThrowsAny<JsonException>(() => ItemText.Parse(json));

    [Fact]
    public void ItemsAreIndexedWhereTheyStandInALargerBody()
    {
        using var block = new ItemBlock();
        block.Append("""{"Count":2,"Items":[ {"a":{"S":"1"}}, {"b":{"S":"2"},"c":{"S":"3"}} ]}"""u8);
        var reader = JsonText.Reader(block.Written.Span);
        while (reader.TokenType != JsonTokenType.StartArray)
            reader.Read();
        reader.Read();
        var first = ItemReader.Index(ref reader, block, 0);
        reader.Read();
        var second = ItemReader.Index(ref reader, block, 0);
        Assert.Equal("""{"a":{"S":"1"}}""", first.ToString());
        Assert.Equal("""{"b":{"S":"2"},"c":{"S":"3"}}""", second.ToString());
        Assert.Equal(["a"], Names(first));
        Assert.Equal(["b", "c"], Names(second));
        Assert.True(reader.Read());
        Assert.Equal(JsonTokenType.EndArray, reader.TokenType);
    }

    [Fact]
    public void EveryAttributeOfARandomItemIsFoundByItsName() => Properties.ForAll(ItemGenerator.Items, (expected, random) =>
    {
        var item = ItemText.Parse(Respelling.Of(expected, random));
        Assert.Equal(expected.Select(attribute => attribute.Key).Order(StringComparer.Ordinal), Names(item).Order(StringComparer.Ordinal));
        foreach (var (name, value) in expected)
        {
            var index = item.IndexOf(ItemText.Bytes(name));
            Assert.Equal(name, item.Name(index));
            var single = ItemText.Json(ItemText.Parse($"{{\"v\":{ItemText.Text(item.RawValue(index))}}}"));
            ItemAssert.Equal(new() { ["v"] = value!.DeepClone() }, single);
            Assert.True(item.TryGetValue(ItemText.Bytes(name), out var read));
            var (type, content) = value.AsObject().Single();
            Assert.Equal(type, AttributeValue.NameOf(read.Type));
            if (type == "S")
                Assert.Equal(content!.GetValue<string>(), read.Text());
        }
    });

    private static List<string> Names(Item item) => Enumerable.Range(0, item.Count).Select(index => item.Name(index)).ToList();
}
