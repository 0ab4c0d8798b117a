using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

public sealed class MatchingTests
{
    [Theory]
    [InlineData("\"a\": { \"exists\": true }", """{"a":{"NULL":true}}""", true)]
    [InlineData("\"a\": { \"exists\": true }", """{"b":{"S":"x"}}""", false)]
    [InlineData("\"a\": { \"exists\": false }", """{"b":{"S":"x"}}""", true)]
    [InlineData("\"a\": { \"exists\": false }", """{"a":{"S":""}}""", false)]
    [InlineData("\"a\": { \"equals\": \"x\" }", """{"a":{"S":"x"}}""", true)]
    [InlineData("\"a\": { \"equals\": \"x\" }", """{"\u0061":{"S":"\u0078"}}""", true)]
    [InlineData("\"a\": { \"equals\": \"x\" }", """{"a":{"S":"X"}}""", false)]
    [InlineData("\"a\": { \"equals\": \"x\" }", """{"a":{"S":"xx"}}""", false)]
    [InlineData("\"a\": { \"equals\": \"x\" }", "{}", false)]
    [InlineData("\"a\": { \"equals\": \"\" }", """{"a":{"S":""}}""", true)]
    [InlineData("\"a\": { \"equals\": \"\" }", """{"a":{"NULL":true}}""", false)]
    [InlineData("\"a\": { \"equals\": \"\" }", """{"a":{"L":[]}}""", false)]
    [InlineData("\"a\": { \"equals\": \"AQ==\" }", """{"a":{"B":"AQ=="}}""", false)]
    [InlineData("\"a\": { \"equals\": \"q\\\"\\\\\" }", """{"a":{"S":"q\"\\"}}""", true)]
    [InlineData("\"a\": { \"equals\": \"1\" }", """{"a":{"N":"1"}}""", true)]
    [InlineData("\"a\": { \"pattern\": \"^x+\\\\z\" }", """{"a":{"S":"xxx"}}""", true)]
    [InlineData("\"a\": { \"pattern\": \"^x+\\\\z\" }", """{"a":{"S":"xxx\n"}}""", false)]
    [InlineData("\"a\": { \"pattern\": \"^é.用\" }", """{"a":{"S":"\u00e9x用"}}""", true)]
    [InlineData("\"a\": { \"pattern\": \"^[0-9]+\" }", """{"a":{"N":"12"}}""", true)]
    [InlineData("\"a\": { \"pattern\": \".\" }", """{"a":{"SS":["x"]}}""", false)]
    [InlineData("\"a\": { \"pattern\": \"^a\", \"equals\": \"ab\" }", """{"a":{"S":"ab"}}""", true)]
    [InlineData("\"a\": { \"pattern\": \"^b\", \"equals\": \"ab\" }", """{"a":{"S":"ab"}}""", false)]
    [InlineData("\"a\": { \"exists\": true, \"equals\": \"x\" }", """{"a":{"S":"y"}}""", false)]
    [InlineData("\"a\": { \"exists\": true }, \"b\": { \"equals\": \"x\" }", """{"a":{"S":"y"},"b":{"S":"x"}}""", true)]
    [InlineData("\"a\": { \"exists\": true }, \"b\": { \"equals\": \"x\" }", """{"b":{"S":"x"}}""", false)]
    [InlineData("\"a\": { \"exists\": true }, \"b\": { \"equals\": \"x\" }", """{"a":{"S":"y"}}""", false)]
    [InlineData("\"a\": { \"in\": [ \"x\", \"y\" ] }", """{"a":{"S":"x"}}""", true)]
    [InlineData("\"a\": { \"in\": [ \"x\", \"y\" ] }", """{"a":{"S":"\u0079"}}""", true)]
    [InlineData("\"a\": { \"in\": [ \"x\", \"y\" ] }", """{"a":{"S":"z"}}""", false)]
    [InlineData("\"a\": { \"in\": [ \"x\", \"y\" ] }", """{"a":{"S":"xy"}}""", false)]
    [InlineData("\"a\": { \"in\": [ \"x\", \"y\" ] }", "{}", false)]
    [InlineData("\"a\": { \"in\": [ \"7\", \"y\" ] }", """{"a":{"N":"7"}}""", true)]
    [InlineData("\"a\": { \"in\": [ \"\", \"y\" ] }", """{"a":{"SS":["y"]}}""", false)]
    [InlineData("\"a\": { \"in\": [ \"ab\", \"b\" ], \"pattern\": \"^a\" }", """{"a":{"S":"ab"}}""", true)]
    [InlineData("\"a\": { \"in\": [ \"ab\", \"b\" ], \"pattern\": \"^a\" }", """{"a":{"S":"b"}}""", false)]
    [InlineData("\"a\": { \"in\": [ \"x\", \"y\" ], \"equals\": \"y\" }", """{"a":{"S":"x"}}""", false)]
    [InlineData("\"a\": { \"exists\": true, \"in\": [ \"x\" ] }", """{"a":{"S":"y"}}""", false)]
    public void ARuleMatchesWhereAllItsConditionsAreMet(string conditions, string item, bool matches)
    {
        var mapping = MappingText.BindRule($$"""
            "match": { {{conditions}} }, "set": { "PK": "x" }
            """);
        Assert.Equal(matches, mapping.FindRule(ItemText.Parse(item)) is not null);
    }

    /// <summary>Around the length up to which a text is matched without making a string of it.</summary>
    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(2000)]
    public void ALongTextIsMatchedToItsEnd(int length)
    {
        var mapping = MappingText.BindRule("""
            "match": { "PK": { "pattern": "z\\z" } }, "set": { "PK": "x" }
            """);
        foreach (var character in new[] { "y", "é", "用", "🚀" })
        {
            var count = (length - 1) / ItemText.Bytes(character).Length;
            var text = string.Concat(Enumerable.Repeat(character, count)).PadLeft(count, 'y');
            Assert.NotNull(mapping.FindRule(ItemText.Parse($$$"""{"PK":{"S":"{{{text}}}z"}}""")));
            Assert.Null(mapping.FindRule(ItemText.Parse($$$"""{"PK":{"S":"{{{text}}}zy"}}""")));
        }
    }

    [Fact]
    public void TheFirstRuleThatMatchesMaps()
    {
        var mapping = MappingLoader.Parse("""
            {
              "format": "dynamonamespace/mapping/1", "name": "m", "key": { "partitionKey": { "name": "PK" } },
              "rules": [
                { "name": "one", "match": { "PK": { "equals": "a" } }, "set": { "PK": "one/${PK}" } },
                { "name": "two", "match": { "PK": { "pattern": "^[ab]\\z" } }, "set": { "PK": "two/${PK}" } }
              ]
            }
            """, "m.json").Bind(MappingText.Variables());
        Assert.Equal("one", mapping.FindRule(ItemText.Parse("""{"PK":{"S":"a"}}"""))!.Name);
        Assert.Equal("two", mapping.FindRule(ItemText.Parse("""{"PK":{"S":"b"}}"""))!.Name);
        Assert.Null(mapping.FindRule(ItemText.Parse("""{"PK":{"S":"c"}}""")));
        Assert.Equal("two", mapping.FindTargetRule(ItemText.Parse("""{"PK":{"S":"two/x"}}"""))!.Name);
        Assert.Null(mapping.FindTargetRule(ItemText.Parse("""{"PK":{"S":"three/x"}}""")));
    }
}
