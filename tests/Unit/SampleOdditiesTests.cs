using System.Text.Json.Nodes;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Unit;

/// <summary>The least complete sample has every oddity, so that no test on it passes for want of one.</summary>
public sealed class SampleOdditiesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly List<JsonObject> Items = [.. SampleTable.Items(SampleTable.LeastCompleteCount, 1, Now)];

    [Theory]
    [InlineData("ENTITY#", "#META")]
    [InlineData("ENTITY#", "#BUCKET#")]
    [InlineData("ENTITY#", "#CONFIG#")]
    [InlineData("ENTITY#", "#USAGE#")]
    [InlineData("RESOURCE#", "#CONFIG")]
    [InlineData("SYSTEM#", "#CONFIG")]
    [InlineData("SYSTEM#", "#RESOURCES")]
    [InlineData("SYSTEM#", "#ENTITY_CONFIG_RESOURCES")]
    [InlineData("SYSTEM#", "#VERSION")]
    [InlineData("AUDIT#", "#AUDIT#")]
    [InlineData("AUDIT#$SYSTEM", "#AUDIT#")]
    [InlineData("AUDIT#$RESOURCE:claude/opus", "#AUDIT#")]
    [InlineData("WIDGET#", "#META")]
    [InlineData("orphan", "")]
    [InlineData("#/", "#")]
    public void HasTheRecord(string pk, string sk) => Assert.Contains(Items, item => Starts(item, "PK", pk) && Starts(item, "SK", sk));

    [Theory]
    [InlineData("/")]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("用")]
    [InlineData("🚀")]
    [InlineData(" ")]
    public void HasTheCharacterInAPartitionKeyAndInAnIndexKey(string text)
    {
        Assert.Contains(Items, item => Text(item, "PK").Contains(text, StringComparison.Ordinal));
        Assert.Contains(Items, item => new[] { "GSI1SK", "GSI2SK", "GSI3SK" }
            .Any(name => item.ContainsKey(name) && Text(item, name).Contains(text, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("S")]
    [InlineData("N")]
    [InlineData("B")]
    [InlineData("BOOL")]
    [InlineData("NULL")]
    [InlineData("SS")]
    [InlineData("NS")]
    [InlineData("BS")]
    [InlineData("L")]
    [InlineData("M")]
    public void HasTheTypeAtTheTopAndNested(string type)
    {
        Assert.Contains(Items, item => item.Any(a => a.Value!.AsObject().ContainsKey(type)));
        Assert.Contains(Items, item => item.Any(a => Nested(a.Value!.AsObject()).Any(v => v.ContainsKey(type))));
    }

    [Theory]
    [InlineData("{\"S\":\"\"}")]
    [InlineData("{\"B\":\"\"}")]
    [InlineData("{\"L\":[]}")]
    [InlineData("{\"M\":{}}")]
    [InlineData("{\"N\":\"12345678901234567890123456789012345678\"}")]
    [InlineData("{\"N\":\"1E-130\"}")]
    [InlineData("{\"N\":\"-2.5E-7\"}")]
    [InlineData("{\"BOOL\":false}")]
    public void HasTheValue(string json) =>
        Assert.Contains(Items, item => item.Any(a => JsonNode.DeepEquals(a.Value, JsonNode.Parse(json))));

    [Theory]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("\\")]
    [InlineData("#")]
    [InlineData("名")]
    [InlineData("🚀")]
    public void HasAnAttributeNameWith(string text) =>
        Assert.Contains(Items, item => item.Any(a => a.Key.Contains(text, StringComparison.Ordinal)));

    [Fact]
    public void HasAnItemOf300Kilobytes() =>
        Assert.Contains(Items, item => DynamoDbLimits.Size(item) is > 290 * 1024 and < DynamoDbLimits.ItemBytes);

    [Fact]
    public void HasAnItemTooWideForOneStatement() => Assert.Contains(Items, item => item.Sum(a => $"'{a.Key}': ?, ".Length) > 8192);

    [Fact]
    public void HasDeepNesting() => Assert.Contains(Items, item => item.Any(a => Depth(a.Value!.AsObject()) == 30));

    [Fact]
    public void SomeBucketsAndAuditRecordsHaveExpiredAndSomeHaveNot()
    {
        foreach (var record in new[] { "#BUCKET#", "#AUDIT#" })
        {
            var times = Items.Where(i => Starts(i, "SK", record) && i.ContainsKey("ttl"))
                .Select(i => long.Parse(i["ttl"]!["N"]!.GetValue<string>())).ToList();
            Assert.Contains(times, t => t < Now.ToUnixTimeSeconds());
            Assert.Contains(times, t => t > Now.ToUnixTimeSeconds());
        }
    }

    [Fact]
    public void SomeMetaRecordsHaveAParentAndSomeHaveNone()
    {
        var metas = Items.Where(i => Starts(i, "PK", "ENTITY#") && i.ContainsKey("parent_id")).ToList();
        Assert.Contains(metas, i => i.ContainsKey("GSI1PK"));
        Assert.Contains(metas, i => !i.ContainsKey("GSI1PK"));
    }

    private static string Text(JsonObject item, string name) => item[name]!["S"]!.GetValue<string>();

    private static bool Starts(JsonObject item, string name, string text) => Text(item, name).StartsWith(text, StringComparison.Ordinal);

    private static IEnumerable<JsonObject> Children(JsonObject value) => value.Single() switch
    {
        { Key: "L" } list => list.Value!.AsArray().Select(v => v!.AsObject()),
        { Key: "M" } map => map.Value!.AsObject().Select(m => m.Value!.AsObject()),
        _ => [],
    };

    private static IEnumerable<JsonObject> Nested(JsonObject value) => Children(value).SelectMany(v => Nested(v).Prepend(v));

    private static int Depth(JsonObject value) => 1 + Children(value).Select(Depth).DefaultIfEmpty(0).Max();
}
