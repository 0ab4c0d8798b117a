using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("\"${id}/${PK}\"", """{"S":"ns/p-1"}""")]
    [InlineData("\"$$${id}$$\"", """{"S":"$ns$"}""")]
    [InlineData("\"$${id}\"", """{"S":"${id}"}""")]
    [InlineData("\"a \\\"literal\\\" \\\\ {id} 用\"", """{"S":"a \"literal\" \\ {id} 用"}""")]
    [InlineData("\"${text}\"", """{"S":"a\"b\\é\u00e9\/"}""")]
    [InlineData("\"<${text}|${number}>\"", """{"S":"<a\"b\\é\u00e9\/|1.50>"}""")]
    [InlineData("{ \"S\": \"${number}\" }", """{"S":"1.50"}""")]
    [InlineData("{ \"N\": \"${number}\" }", """{"N":"1.50"}""")]
    [InlineData("{ \"N\": \"-${digits}0\" }", """{"N":"-420"}""")]
    [InlineData("{ \"N\": \"7\" }", """{"N":"7"}""")]
    public void ATemplateMakesItsValue(string template, string expected)
    {
        var mapping = MappingText.BindRule($$"""
            "match": { "PK": { "exists": true } }, "set": { "made": {{template}} }
            """);
        var item = ItemText.Parse("""{"PK":{"S":"p-1"},"text":{"S":"a\"b\\é\u00e9\/"},"number":{"N":"1.50"},"digits":{"S":"42"}}""");
        using var block = new ItemBlock();
        Assert.True(mapping.FindRule(item)!.TryMap(item, block, out var mapped, out var problem), problem);
        Assert.Equal("made", mapped.Name(4));
        Assert.Equal(expected, ItemText.Text(mapped.RawValue(4)));
        Assert.Equal(5, mapped.Count);
    }

    [Theory]
    [InlineData("USER#7#x", "x.USER.7")]
    [InlineData("USER##x", "x.USER.")]
    [InlineData("Ü\\\"#\\\\#🚀\\nx", "🚀\nx.Ü\".\\")]
    [InlineData("ends#in#newline\\n", "newline\n.ends.in")]
    public void CapturedGroupsMakeAKey(string rawPk, string expected)
    {
        var mapping = MappingText.BindRule("""
            "match": { "kind": { "equals": "k" }, "PK": { "pattern": "^(?<head>[^#]+)#(?<number>[^#]*)#(?<tail>(.|\\n)+)\\z" } },
            "set": { "PK": "${tail}.${head}.${number}" }
            """);
        Assert.Equal(expected, mapping.Map($$$"""{"PK":{"S":"{{{rawPk}}}"},"kind":{"S":"k"}}""")!["PK"]!["S"]!.GetValue<string>());
        Assert.Null(mapping.Map("""{"PK":{"S":"USER#7"},"kind":{"S":"k"}}"""));
    }

    [Theory]
    [InlineData("\"${gone}\"", "'made' is made from the attribute 'gone', which the item does not have")]
    [InlineData("\"x${list}\"", "'made' is made from the attribute 'list', which is of type L and not S or N")]
    [InlineData("\"${null}\"", "'made' is made from the attribute 'null', which is of type NULL and not S or N")]
    [InlineData("{ \"N\": \"${flag}\" }", "'made' is made from the attribute 'flag', which is of type BOOL and not S or N")]
    [InlineData("\"${bytes}\"", "'made' is made from the attribute 'bytes', which is of type B and not S or N")]
    [InlineData("\"${PK}${optional}\"", "'made' is made from the captured group 'optional', which took nothing from the item")]
    public void AnItemThatLacksWhatATemplateNeedsIsRefusedAndLeavesNothing(string template, string problem)
    {
        const string json = """{"PK":{"S":"p"},"made":{"S":"there"},"list":{"L":[]},"null":{"NULL":true},"flag":{"BOOL":true},"bytes":{"B":"AQ=="}}""";
        foreach (var text in new[] { json, json.Replace("\"made\"", "\"unmade\"", StringComparison.Ordinal) })
        {
            var mapping = MappingText.BindRule($$"""
                "match": { "PK": { "pattern": "^p(?<optional>q)?" } }, "set": { "first": "1", "made": {{template}} }
                """);
            using var block = new ItemBlock();
            var item = ItemText.Parse(text, block);
            var (length, slots) = (block.Length, block.SlotCount);
            Assert.False(mapping.FindRule(item)!.TryMap(item, block, out var mapped, out var found));
            Assert.Equal(problem, found);
            Assert.Equal(0, mapped.Count);
            Assert.Equal((length, slots), (block.Length, block.SlotCount));
            Assert.Equal(text, item.ToString());
        }
    }

    [Fact]
    public void AnAttributeIsSetIfPresentOnlyWhereItIs()
    {
        var mapping = MappingText.BindRule("""
            "match": { "PK": { "exists": true } }, "setIfPresent": { "a": "${id}", "b": { "N": "${b}0" } }
            """);
        Assert.Equal("""{"PK":{"S":"p"},"a":{"S":"ns"}}""", mapping.Map("""{"PK":{"S":"p"},"a":{"NULL":true}}""")!.ToJsonString());
        Assert.Equal("""{"b":{"N":"10"},"PK":{"S":"p"}}""", mapping.Map("""{"b":{"N":"1"},"PK":{"S":"p"}}""")!.ToJsonString());
        Assert.Equal("""{"PK":{"S":"p"}}""", mapping.Map("""{"PK":{"S":"p"}}""")!.ToJsonString());
    }

    [Fact]
    public void AnAttributeIsReplacedUnderAnEscapedName() => Assert.Equal(
        """{"PK":{"S":"ns/p"}}""",
        MappingText.BindRule("""
            "match": { "PK": { "exists": true } }, "set": { "PK": "${id}/${PK}" }
            """).Map("""{"\u0050K":{"S":"p"}}""")!.ToJsonString());
}
