using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Unit.Items;
using FsCheck.Fluent;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>A way back that the mapping spells out, which is believed only where mapping forth leads to the same item.</summary>
public sealed class WrittenInverseTests
{
    private const string Forward = """
        "match": { "SK": { "pattern": "^ISSUE#(?<number>[0-9]+)\\z" }, "Type": { "equals": "Issue" } },
        "set": { "SK": "ISSUE#${Status}#${number}", "GSI1PK": "${PK}", "GSI1SK": "${Status}#${number}" },
        "remove": [ "Label" ]
        """;

    private const string Back = """
        { "match": { "SK": { "pattern": "^ISSUE#(?<status>[A-Z]+)#(?<number>[0-9]+)\\z" }, "Type": { "equals": "Issue" } }, "set": { "SK": "ISSUE#${number}" } }
        """;

    private static readonly Mapping Issues = Bind(Forward, Back);

    private static readonly string Old = """{"PK":{"S":"REPO#a"},"SK":{"S":"ISSUE#7"},"Status":{"S":"OPEN"},"Type":{"S":"Issue"}}""";

    [Fact]
    public void ANewItemLeadsBackToItsOldOne()
    {
        Assert.True(Issues.HasInverse);
        Assert.True(Issues.Rules[0].HasWrittenInverse);
        var source = ItemText.Parse(Old);
        using var block = new ItemBlock();
        Assert.True(Issues.Rules[0].TryMap(source, block, out var mapped, out _));
        Assert.Equal("ISSUE#OPEN#7", ItemText.Json(mapped)["SK"]!["S"]!.GetValue<string>());
        var rule = Issues.FindTargetRule(mapped);
        Assert.NotNull(rule);
        Assert.True(rule.TryUnmap(mapped, block, out var unmapped, out var wrong), string.Join(", ", wrong));
        ItemAssert.Equal(JsonNode.Parse(Old)!.AsObject(), ItemText.Json(unmapped));
        Assert.Empty(rule.FindWrong(mapped));
        Assert.True(rule.IsExactlyInvertible(source));
    }

    [Fact]
    public void MapThenUnmapIsIdentity() => Properties.ForAll(
        ItemGenerator.ItemsWith(
            ("SK", Gen.Choose(0, 100_000).Select(number => FormattableString.Invariant($"ISSUE#{number}"))),
            ("PK", ItemGenerator.Names), ("Type", Gen.Constant("Issue")), ("Status", Gen.Elements("OPEN", "CLOSED"))),
        (item, _) =>
        {
            foreach (var name in new[] { "Label", "GSI1PK", "GSI1SK" })
                item.Remove(name);
            var source = ItemText.Of(item);
            using var block = new ItemBlock();
            Assert.True(Issues.FindRule(source)!.TryMap(source, block, out var mapped, out var problem), problem);
            Assert.True(Issues.FindTargetRule(mapped)!.TryUnmap(mapped, block, out var unmapped, out var wrong), string.Join(", ", wrong));
            Assert.True(new ItemComparison().AreEqual(source, unmapped));
        });

    /// <summary>What mapping forth would make otherwise is not as the rule makes it.</summary>
    [Theory]
    [InlineData("GSI1SK", """{"S":"OPEN#8"}""", "GSI1SK")]
    [InlineData("GSI1PK", null, "GSI1PK")]
    [InlineData("Status", """{"S":"CLOSED"}""", "GSI1SK SK")]
    [InlineData("Label", """{"S":"x"}""", "Label")]
    [InlineData("Status", """{"L":[]}""", "SK")]
    public void AnAttributeThatDoesNotFitIsNamedAndNothingIsAppended(string name, string? value, string wrongNames)
    {
        var item = NewItem();
        if (value is null)
            item.Remove(name);
        else
            item[name] = JsonNode.Parse(value);
        using var block = new ItemBlock();
        var target = ItemText.Of(item, block);
        var (length, slots) = (block.Length, block.SlotCount);
        var rule = Issues.FindTargetRule(target)!;
        Assert.False(rule.TryUnmap(target, block, out _, out var wrong));
        Assert.Equal(wrongNames, string.Join(' ', wrong));
        Assert.Equal(wrong, rule.FindWrong(target));
        Assert.Equal((length, slots), (block.Length, block.SlotCount));
    }

    [Theory]
    [InlineData("""{"SK":{"S":"ISSUE#7"}}""")]
    [InlineData("""{"SK":{"S":"ISSUE#OPEN#7"}}""")]
    [InlineData("""{"SK":{"S":"ISSUE#OPEN#x"},"Type":{"S":"Issue"}}""")]
    public void AnItemThatTheInverseDoesNotMatchIsNoTarget(string item) => Assert.Null(Issues.FindTargetRule(ItemText.Parse(item)));

    /// <summary>What the rule removed or overwrote, the new item does not tell, so the delete's journal must keep the old item.</summary>
    [Theory]
    [InlineData("Label")]
    [InlineData("GSI1PK")]
    public void AnOldItemThatLosesAnAttributeIsNotExactlyInvertible(string name)
    {
        var item = JsonNode.Parse(Old)!.AsObject();
        item[name] = new JsonObject { ["S"] = "before" };
        Assert.False(Issues.Rules[0].IsExactlyInvertible(ItemText.Of(item)));
    }

    [Fact]
    public void TheInverseMayRemoveOtherAttributesThanThoseThatTheRuleSets()
    {
        var mapping = Bind(
            """ "match": { "SK": { "pattern": "^A#" } }, "set": { "SK": "B#${name}", "kept": "${name}" } """,
            """ { "match": { "SK": { "pattern": "^B#" } }, "set": { "SK": "A#${kept}" }, "remove": [ "kept" ] } """);
        using var block = new ItemBlock();
        var source = ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"A#n"},"name":{"S":"n"}}""");
        Assert.True(mapping.Rules[0].TryMap(source, block, out var mapped, out _));
        Assert.True(mapping.Rules[0].TryUnmap(mapped, block, out var unmapped, out var wrong), string.Join(", ", wrong));
        Assert.True(new ItemComparison().AreEqual(source, unmapped));
    }

    [Fact]
    public void ItReplacesTheOneThatWouldBeReadOffTheRule()
    {
        var mapping = Bind(
            """ "match": { "SK": { "pattern": "^A#" } }, "set": { "SK": "new/${SK}" } """,
            """ { "match": { "SK": { "pattern": "^new/(?<old>A#.*)" }, "done": { "exists": true } }, "set": { "SK": "${old}" } } """);
        Assert.Null(mapping.FindTargetRule(ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"new/A#1"}}""")));
        Assert.NotNull(mapping.FindTargetRule(ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"new/A#1"},"done":{"BOOL":true}}""")));
    }

    [Theory]
    [InlineData("{ \"set\": { \"SK\": \"x\" } }", "rules[0].inverse", "'match' is missing")]
    [InlineData("{ \"match\": {}, \"set\": { \"SK\": \"x\" } }", "rules[0].inverse.match", "an inverse needs at least one condition")]
    [InlineData("{ \"match\": { \"SK\": { \"exists\": true } } }", "rules[0].inverse", "the rule changes the key attribute 'SK', so its inverse must set it back in 'set'")]
    [InlineData("{ \"match\": { \"SK\": { \"exists\": true } }, \"setIfPresent\": { \"SK\": \"x\" } }", "rules[0].inverse", "must set it back in 'set'")]
    [InlineData("{ \"match\": { \"SK\": { \"exists\": true } }, \"set\": { \"SK\": \"x\" }, \"remove\": [ \"PK\" ] }", "rules[0].inverse.remove[0]", "'PK' is of the old table's key")]
    [InlineData("{ \"match\": { \"SK\": { \"exists\": true } }, \"set\": { \"SK\": \"x\" }, \"remove\": [ \"SK\" ] }", "rules[0].inverse.remove[0]", "'SK' is both set and removed")]
    [InlineData("{ \"match\": { \"a\": { \"exists\": false } }, \"set\": { \"SK\": \"${a}\" } }", "rules[0].inverse.set.SK", "'match' asks that 'a' does not exist")]
    [InlineData("{ \"match\": { \"SK\": { \"exists\": true } }, \"set\": { \"SK\": \"x\" }, \"versionClocks\": [] }", "rules[0].inverse.versionClocks", "'versionClocks' is not known here; known are match, set, setIfPresent, remove")]
    public void AnErrorInAnInverseIsPlaced(string inverse, string place, string problem)
    {
        var error = Assert.Throws<DdbException>(() => Bind(Forward, inverse));
        Assert.StartsWith($"The mapping 'm.json' has an error at {place}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static JsonObject NewItem()
    {
        using var block = new ItemBlock();
        Assert.True(Issues.Rules[0].TryMap(ItemText.Parse(Old), block, out var mapped, out _));
        return ItemText.Json(mapped);
    }

    private static Mapping Bind(string rule, string inverse) => MappingLoader.Parse($$"""
        {
          "format": "dynamonamespace/mapping/1", "name": "m", "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
          "rules": [ { "name": "r", {{rule}}, "inverse": {{inverse}} } ]
        }
        """, "m.json").Bind(MappingText.Variables());
}
