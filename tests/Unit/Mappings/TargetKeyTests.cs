using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>Old items have one key and new items, in another table, another.</summary>
public sealed class TargetKeyTests
{
    private const string Orders = """ "match": { "OrderId": { "exists": true } }, "set": { "PK": "ORDER#${OrderId}", "SK": "#META" } """;

    private static readonly string Old = """{"OrderId":{"S":"o1"},"Line":{"N":"3"},"note":{"S":"x"}}""";

    [Fact]
    public void WithoutOneItIsTheKey() => Assert.Equal("PK (S), SK (S)", MappingLoader.Load(MappingText.Shipped).TargetKey.ToString());

    [Fact]
    public void AMappingToAnotherKeyHasAWayBackWhereTheOldKeyComesAlong()
    {
        var mapping = Bind(Orders);
        Assert.Equal(("OrderId (S), Line (N)", "PK (S), SK (S)"), (mapping.Key.ToString(), mapping.TargetKey.ToString()));
        var (source, block) = (ItemText.Parse(Old), new ItemBlock());
        Assert.True(mapping.Rules[0].TryMap(source, block, out var mapped, out _));
        Assert.True(mapping.HasInverse);
        Assert.True(mapping.FindTargetRule(mapped)!.TryUnmap(mapped, block, out var back, out var wrong), string.Join(", ", wrong));
        Assert.True(new ItemComparison().AreEqual(source, back));
        block.Dispose();
    }

    [Theory]
    [InlineData("PK", """{"S":"USER#o1"}""", false, "")]
    [InlineData("SK", """{"S":"#OTHER"}""", false, "")]
    [InlineData("Line", null, true, "Line")]
    [InlineData("Line", """{"S":"3"}""", true, "Line")]
    [InlineData("OrderId", """{"S":"o2"}""", true, "PK")]
    public void AnItemOfTheTargetIsJudgedByTheTargetsKeyAndMustTellTheOldOne(string name, string? value, bool isTarget, string wrongNames)
    {
        var mapping = Bind(Orders);
        var item = mapping.Map(Old)!;
        item.Remove(name);
        if (value is not null)
            item[name] = JsonNode.Parse(value);
        var target = ItemText.Of(item);
        Assert.Equal(isTarget, mapping.FindTargetRule(target) is not null);
        if (isTarget)
            Assert.Equal(wrongNames, string.Join(' ', mapping.Rules[0].FindWrong(target)));
    }

    [Fact]
    public void TheOldKeyMayBeTakenAwayWhereAnInverseSetsItBack()
    {
        var mapping = Bind("""
            "match": { "OrderId": { "exists": true } }, "set": { "PK": "ORDER#${OrderId}", "SK": "LINE#${Line}" }, "remove": [ "OrderId", "Line" ],
            "inverse": { "match": { "PK": { "pattern": "^ORDER#(?<id>.+)\\z" }, "SK": { "pattern": "^LINE#(?<line>[0-9]+)\\z" } }, "set": { "OrderId": "${id}", "Line": { "N": "${line}" } }, "remove": [ "PK", "SK" ] }
            """);
        using var block = new ItemBlock();
        var source = ItemText.Parse(Old);
        Assert.True(mapping.Rules[0].TryMap(source, block, out var mapped, out _));
        Assert.True(mapping.FindTargetRule(mapped)!.TryUnmap(mapped, block, out var back, out var wrong), string.Join(", ", wrong));
        Assert.True(new ItemComparison().AreEqual(source, back));
        Assert.True(mapping.Rules[0].IsExactlyInvertible(source));
    }

    [Fact]
    public void AnOldKeyThatIsTakenAwayMustBeSetBack()
    {
        var error = Assert.Throws<DdbException>(() => Bind("""
            "match": { "OrderId": { "exists": true } }, "set": { "PK": "x", "SK": "y" }, "remove": [ "Line" ],
            "inverse": { "match": { "PK": { "exists": true } }, "set": { "OrderId": "z" } }
            """));
        Assert.Contains("rules[0].inverse: the rule changes the key attribute 'Line'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AKeyAttributeWhoseTypeChangesMustBeSet()
    {
        const string Text = """
            { "format": "dynamonamespace/mapping/1", "name": "m", "key": { "partitionKey": { "name": "PK" } }, "targetKey": { "partitionKey": { "name": "PK", "type": "N" } },
              "rules": [ { "name": "r", "match": { "PK": { "exists": true } }, "set": { "a": "b" } } ] }
            """;
        var error = Assert.Throws<DdbException>(() => MappingLoader.Parse(Text, "m.json"));
        Assert.Contains("rules[0]: 'PK' is of type S in 'key' and of type N in 'targetKey', and the rule does not set it", error.Message, StringComparison.Ordinal);
        Assert.NotNull(MappingLoader.Parse(Text.Replace("\"a\": \"b\"", "\"PK\": { \"N\": \"${PK}\" }", StringComparison.Ordinal), "m.json"));
    }

    [Fact]
    public void TheTargetMustHaveTheTargetsKey()
    {
        var document = MappingLoader.Parse(Text(Orders), "m.json");
        MappingFit.RequireTargetKey(document, TestTables.Table(TestTables.TextKey("PK", "SK")));
        var error = Assert.Throws<DdbException>(() => MappingFit.RequireTargetKey(document, TestTables.Table(TestTables.TextKey("PK", null))));
        Assert.Equal("WrongTargetKeySchema", error.ErrorId);
        Assert.Contains("has the key PK (S), and the mapping 'm' makes items with the key PK (S), SK (S)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"PK":{"S":"p"},"SK":{"S":"s"}}""", null)]
    [InlineData("""{"PK":{"S":"p"}}""", "it would have no 'SK', which is of the target's key")]
    [InlineData("""{"PK":{"S":"p"},"SK":{"N":"1"}}""", "its 'SK' would be of type N, and in the target's key it is of type S")]
    public void AMappedItemMustHaveTheTargetsKey(string item, string? problem) =>
        Assert.Equal(problem, new MappedItemLimits(TestTables.Table(TestTables.TextKey("PK", "SK")), Bind(Orders)).FindProblem(ItemText.Parse(item)));

    [Fact]
    public void ARuleThatChangesNothingNeedsAnotherTable()
    {
        var mapping = MappingText.BindRule(""" "match": { "PK": { "exists": true } } """);
        var table = TestTables.Table(TestTables.TextKey("PK", null));
        var error = Assert.Throws<DdbException>(() => MappingFit.RequireChanges(mapping, table));
        Assert.Equal(("RuleChangesNothing", "the rule"), (error.ErrorId, error.Target));
        Assert.Contains("sets and removes nothing", error.Message, StringComparison.Ordinal);
    }

    private static Mapping Bind(string rule) => MappingLoader.Parse(Text(rule), "m.json").Bind(MappingText.Variables());

    private static string Text(string rule) => $$"""
        {
          "format": "dynamonamespace/mapping/1", "name": "m",
          "key": { "partitionKey": { "name": "OrderId" }, "sortKey": { "name": "Line", "type": "N" } },
          "targetKey": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
          "rules": [ { "name": "r", {{rule}} } ]
        }
        """;
}
