using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

/// <summary>Units by the developer guide: a write unit a KB, for the table and for each index that the item is in.</summary>
public sealed class WriteCostTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(1024, 1, 1)]
    [InlineData(1025, 2, 1)]
    [InlineData(4096, 4, 1)]
    [InlineData(4097, 5, 2)]
    [InlineData(409_600, 400, 100)]
    public void UnitsAreRoundedUp(int bytes, int write, int read) =>
        Assert.Equal((write, read), (CapacityUnits.Write(bytes), CapacityUnits.ConsistentRead(bytes)));

    [Theory]
    [InlineData("", 1)]
    [InlineData(""","GSI4PK":{"S":"ns"},"GSI4SK":{"S":"ns/p"}""", 2)]
    [InlineData(""","GSI4PK":{"S":"ns"}""", 1)]
    [InlineData(""","GSI4PK":{"S":"ns"},"GSI4SK":{"N":"1"}""", 1)]
    [InlineData(""","GSI1PK":{"S":"a"},"GSI1SK":{"S":"b"},"GSI3PK":{"S":"a"},"GSI3SK":{"S":"b"},"GSI4PK":{"S":"ns"},"GSI4SK":{"S":"ns/p"}""", 4)]
    public void EachIndexThatTheItemIsInCostsItsOwn(string members, int units) =>
        Assert.Equal(units, WriteCost.Of(Item(members), TestTables.Limits));

    [Fact]
    public void AnIndexCostsWhatItProjects()
    {
        var item = Item($$$""","big":{"S":"{{{new string('x', 5000)}}}"},"GSI1PK":{"S":"a"},"GSI1SK":{"S":"b"},"GSI3PK":{"S":"a"},"GSI3SK":{"S":"b"}""");
        Assert.Equal(5 + 5 + 1, WriteCost.Of(item, TestTables.Limits));
        var key = TestTables.TextKey("GSI3PK", "GSI3SK");
        Assert.Equal(5, TestTables.Index("I", key).WriteUnits(item, TestTables.Limits.Key));
        Assert.Equal(1, TestTables.Index("I", key, "KEYS_ONLY").WriteUnits(item, TestTables.Limits.Key));
        Assert.Equal(1, TestTables.Index("I", key, "INCLUDE", "other").WriteUnits(item, TestTables.Limits.Key));
        Assert.Equal(5, TestTables.Index("I", key, "INCLUDE", "other", "big").WriteUnits(item, TestTables.Limits.Key));
        Assert.Equal(0, TestTables.Index("I", TestTables.TextKey("nothing", null)).WriteUnits(item, TestTables.Limits.Key));
    }

    [Fact]
    public void TheTablesKeyIsInEveryIndex()
    {
        var item = ItemText.Parse($$$"""{"PK":{"S":"{{{new string('p', 1020)}}}"},"SK":{"S":"s"},"g":{"S":"g"}}""");
        Assert.Equal(2, TestTables.Index("I", TestTables.TextKey("g", null), "KEYS_ONLY").WriteUnits(item, TestTables.Limits.Key));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1_000_000, 0, 0.125)]
    [InlineData(0, 1_000_000, 0.625)]
    [InlineData(2_000_000, 4_000_000, 2.75)]
    [InlineData(1, 1, 0.000001)]
    public void OnDemandUnitsCostTheirPrice(double read, double write, double dollars) =>
        Assert.Equal((decimal)dollars, OnDemandPrices.UsEast1.CostOf(read, write));

    private static Item Item(string members) => ItemText.Parse($$$"""{"PK":{"S":"p"},"SK":{"S":"s"}{{{members}}}}""");
}
