using System.Text;
using System.Text.Json;
using DynamoNamespace.Engine.Files;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Files;

/// <summary>A line is an item, in the export's wrapping or bare.</summary>
public sealed class TableFileLineTests
{
    [Theory]
    [InlineData("""{"Item":{"a":{"S":"x"}}}""", """{"a":{"S":"x"}}""")]
    [InlineData(""" { "Item" : {"a": {"S":"x"} } } """, """{"a":{"S":"x"}}""")]
    [InlineData("""{"a":{"S":"x"}}""", """{"a":{"S":"x"}}""")]
    [InlineData("""{"Item":{"S":"x"}}""", """{"Item":{"S":"x"}}""")]
    [InlineData("""{"Item":{"N":"1"}}""", """{"Item":{"N":"1"}}""")]
    [InlineData("""{"Item":{"S":{"S":"x"}}}""", """{"S":{"S":"x"}}""")]
    [InlineData("""{"Item":{"M":{"M":{"a":{"S":"x"}}}}}""", """{"M":{"M":{"a":{"S":"x"}}}}""")]
    [InlineData("""{"Item":{"S":"x"},"b":{"N":"1"}}""", """{"Item":{"S":"x"},"b":{"N":"1"}}""")]
    [InlineData("""{"Item":{"a":{"S":"}}}{\"Item\":"}}}""", """{"a":{"S":"}}}{\"Item\":"}}""")]
    [InlineData("""{"Item":{}}""", """{}""")]
    public void TheItemIsFound(string line, string item)
    {
        using var block = new ItemBlock();
        var read = TableFileLine.Read(Encoding.UTF8.GetBytes(line), block);
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(ItemText.Json(read), System.Text.Json.Nodes.JsonNode.Parse(item)), read.ToString());
    }

    [Theory]
    [InlineData("""{"Item":{"a":{"S":"x"}}""")]
    [InlineData("""{"Item":{"a":{"S":"x"}}}}""")]
    [InlineData("""{"Item":{"a":{"S":"x"}}}{"Item":{"a":{"S":"y"}}}""")]
    [InlineData("""{"a":{"S":"x"}}x""")]
    [InlineData("""{"a":"x"}""")]
    [InlineData("""[]""")]
    [InlineData("""x""")]
    public void WhatIsNoItemIsNone(string line)
    {
        using var block = new ItemBlock();
        Assert.ThrowsAny<JsonException>(() => TableFileLine.Read(Encoding.UTF8.GetBytes(line), block));
    }

    [Fact]
    public void AnItemsBytesAreKeptAndStandOnOneLine()
    {
        const string plain = """{"a":{"S":"line\nend \u00fc"},"n":{"N":"1.50"}}""";
        using var lines = new ItemBlock();
        TableFileLine.Append(lines, ItemText.Parse(plain));
        TableFileLine.Append(lines, ItemText.Parse("{\r\n  \"a\" : {\"S\" : \"x\"}\n}"));
        Assert.Equal($"{{\"Item\":{plain}}}\n{{\"Item\":{{    \"a\" : {{\"S\" : \"x\"}} }}}}\n", ItemText.Text(lines.Written.Span));
    }
}
