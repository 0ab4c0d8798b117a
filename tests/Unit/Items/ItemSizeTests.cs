using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Items;

/// <summary>Sizes by the rules of the developer guide's page "DynamoDB item sizes and formats".</summary>
public sealed class ItemSizeTests
{
    [Theory]
    [InlineData("""{}""", 0)]
    [InlineData("""{"PK":{"S":"abc"}}""", 5)]
    [InlineData("""{"é":{"S":"用🚀"}}""", 2 + 3 + 4)]
    [InlineData("""{"\u00e9":{"S":"\u7528\ud83d\uDE80"}}""", 2 + 3 + 4)]
    [InlineData("""{"a\"b":{"S":"\n\\\/"}}""", 3 + 3)]
    [InlineData("""{"a":{"S":""}}""", 1)]
    [InlineData("""{"a":{"BOOL":false},"b":{"NULL":true}}""", 4)]
    [InlineData("""{"a":{"N":"1"}}""", 1 + 2)]
    [InlineData("""{"a":{"N":"12"}}""", 1 + 2)]
    [InlineData("""{"a":{"N":"123"}}""", 1 + 3)]
    [InlineData("""{"a":{"N":"-123"}}""", 1 + 4)]
    [InlineData("""{"a":{"N":"00123000"}}""", 1 + 3)]
    [InlineData("""{"a":{"N":"1E+125"}}""", 1 + 2)]
    [InlineData("""{"a":{"N":"12345678901234567890123456789012345678"}}""", 1 + 20)]
    [InlineData("""{"a":{"N":"-12345678901234567890123456789012345678"}}""", 1 + 21)]
    [InlineData("""{"a":{"B":""}}""", 1)]
    [InlineData("""{"a":{"B":"AQ=="}}""", 1 + 1)]
    [InlineData("""{"a":{"B":"AQI="}}""", 1 + 2)]
    [InlineData("""{"a":{"B":"AQID"}}""", 1 + 3)]
    [InlineData("""{"a":{"SS":["x","yz"]}}""", 1 + 1 + 2)]
    [InlineData("""{"a":{"NS":["1","-123"]}}""", 1 + 2 + 4)]
    [InlineData("""{"a":{"BS":["AQ==","AQID"]}}""", 1 + 1 + 3)]
    [InlineData("""{"a":{"L":[]}}""", 1 + 3)]
    [InlineData("""{"a":{"M":{}}}""", 1 + 3)]
    [InlineData("""{"a":{"L":[{"S":"xy"},{"BOOL":true}]}}""", 1 + 3 + 1 + 2 + 1 + 1)]
    [InlineData("""{"a":{"M":{"key":{"S":"xy"},"k2":{"L":[{"N":"1"}]}}}}""", 1 + 3 + (1 + 3 + 2) + (1 + 2 + 3 + 1 + 2))]
    public void AnItemsSizeIsThatOfTheRules(string json, int expected) => Assert.Equal(expected, ItemSize.Of(ItemText.Parse(json)));

    /// <summary>The fixture's first item and a bucket, added up by hand.</summary>
    [Fact]
    public void TwoItemsAddedUpByHand()
    {
        Assert.Equal(
            (2 + 13) + (2 + 5) + (9 + 8) + (9 + 1),
            ItemSize.Of(ItemText.Parse("""{"PK":{"S":"ENTITY#user-1"},"SK":{"S":"#META"},"entity_id":{"S":"user-1-x"},"parent_id":{"NULL":true}}""")));
        Assert.Equal(
            (2 + 13) + (2 + 13) + (2 + 8) + (3 + 6) + (8 + 3 + (1 + 4 + 2)),
            ItemSize.Of(ItemText.Parse("""{"PK":{"S":"ENTITY#user-1"},"SK":{"S":"#BUCKET#gpt-4"},"rf":{"N":"1749983400123"},"ttl":{"N":"1749983401"},"metadata":{"M":{"tier":{"N":"50"}}}}""")));
    }

    [Fact]
    public void EveryItemOfTheRealTableHasTheSizeOfTheRules()
    {
        var items = FixtureTable.Items().ToList();
        Assert.Equal(1213, items.Count);
        Assert.All(items, item => Assert.Equal(SizeOf(item), ItemSize.Of(ItemText.Of(item))));
    }

    [Fact]
    public void EveryOddItemHasTheSizeOfTheRules() => Assert.All(
        SampleTable.Items(200, 3), item => Assert.Equal(SizeOf(item), ItemSize.Of(ItemText.Of(item))));

    [Fact]
    public void TheSpellingDoesNotChangeTheSize() => Properties.ForAll(ItemGenerator.Items, (item, random) =>
    {
        foreach (var name in item.Where(attribute => attribute.Value!.ToJsonString().Contains("\"B", StringComparison.Ordinal)).Select(attribute => attribute.Key).ToList())
            item.Remove(name);
        Assert.Equal(SizeOf(item), ItemSize.Of(ItemText.Of(item)));
        Assert.Equal(SizeOf(item), ItemSize.Of(ItemText.Parse(Respelling.Of(item, random))));
    });

    [Theory]
    [InlineData("""{"a":{"B":"+/8="}}""", """{"a":{"B":"\u002B\/8="}}""")]
    [InlineData("""{"a":{"B":"AQ=="}}""", """{"a":{"B":"AQ\u003d\u003d"}}""")]
    public void TheEscapesOfABinaryValueDoNotChangeItsSize(string plain, string escaped) =>
        Assert.Equal(ItemSize.Of(ItemText.Parse(plain)), ItemSize.Of(ItemText.Parse(escaped)));

    [Fact]
    public void AnItemIsNeverLargerThanItsJson() => Properties.ForAll(ItemGenerator.Items, item =>
        Assert.InRange(ItemSize.Of(ItemText.Of(item)), 0, ItemText.Of(item).Json.Length));

    private static int SizeOf(JsonObject members) => members.Sum(member => Encoding.UTF8.GetByteCount(member.Key) + ValueSize(member.Value!.AsObject()));

    private static int ValueSize(JsonObject value)
    {
        var (type, content) = value.Single();
        return type switch
        {
            "S" => Encoding.UTF8.GetByteCount(content!.GetValue<string>()),
            "N" => NumberSize(content!.GetValue<string>()),
            "B" => Convert.FromBase64String(content!.GetValue<string>()).Length,
            "BOOL" or "NULL" => 1,
            "SS" or "NS" or "BS" => content!.AsArray().Sum(element => ValueSize(new JsonObject { [type[..1]] = element!.DeepClone() })),
            "L" => 3 + content!.AsArray().Sum(element => 1 + ValueSize(element!.AsObject())),
            "M" => 3 + content!.AsObject().Count + SizeOf(content.AsObject()),
            _ => throw new NotSupportedException(type),
        };
    }

    /// <summary>A byte for each two significant digits, one more, and one for a minus sign.</summary>
    private static int NumberSize(string text)
    {
        var mantissa = ExactNumber.Parse(text).Mantissa;
        var digits = BigInteger.Abs(mantissa).ToString(CultureInfo.InvariantCulture).Length;
        return Math.Min(21, ((digits + 1) / 2) + 1 + (mantissa.Sign < 0 ? 1 : 0));
    }
}
