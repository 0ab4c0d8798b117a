using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Worker.Samples;
using FsCheck.Fluent;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>The shipped mapping makes of every item what the key table says, which <see cref="ExpectedTable"/> computes on its own.</summary>
public sealed class ShippedMappingTableTests
{
    private const string Id = "a7x3kq";
    private static readonly Mapping Shipped = MappingText.ShippedFor(Id);

    [Fact]
    public void EveryItemOfTheRealTableIsMappedAsExpected() => Assert.Equal(1213, CheckEach(FixtureTable.Items()));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(77)]
    public void EveryItemOfASampleTableIsMappedAsExpected(int seed) =>
        Assert.Equal(1997, CheckEach(SampleTable.Items(2000, seed, includePrefixed: true)));

    [Fact]
    public void EveryItemOfAMigratedTableIsLeftAlone()
    {
        var migrated = ExpectedTable.AfterDelete(SampleTable.Items(500, 4, includePrefixed: true), Id).Values;
        Assert.Equal(500, migrated.Count);
        Assert.Equal(0, CheckEach(migrated));
    }

    [Fact]
    public void EveryRandomItemIsMappedAsExpected() => Properties.ForAll(
        ItemGenerator.ItemsWith(("PK", Keys()), ("SK", Gen.Frequency((1, Gen.Constant("#VERSION")), (3, ItemGenerator.Names)))),
        (item, random) => Check(item, random), tests: 1000);

    [Fact]
    public void EveryRandomItemWithIndexKeysIsMappedAsExpected() => Properties.ForAll(
        ItemGenerator.ItemsWith(
            ("PK", Keys()), ("SK", ItemGenerator.Names), ("GSI1PK", ItemGenerator.Names), ("GSI1SK", ItemGenerator.Names),
            ("GSI2PK", ItemGenerator.Names), ("GSI2SK", ItemGenerator.Names), ("GSI3PK", ItemGenerator.Names)),
        (item, random) => Check(item, random), tests: 500);

    private static FsCheck.Gen<string> Keys() => Gen.Frequency(
        (1, Gen.Constant("SYSTEM#")),
        (3, ItemGenerator.Names),
        (3, from head in Gen.Elements("ENTITY#", "RESOURCE#", "AUDIT#", "WIDGET#", "#", "") from tail in ItemGenerator.Names select head + tail),
        (1, ItemGenerator.Names.Select(name => $"{Id}/{name}")));

    private static void Check(JsonObject item, Random random)
    {
        var pk = item["PK"]!["S"]!.GetValue<string>();
        var mapped = Shipped.Map(ItemText.Parse(Respelling.Of(item, random)));
        if (ExpectedTable.IsUnprefixed(pk))
            ItemAssert.Equal(ExpectedTable.CopyOf(item, Id), mapped);
        else
            Assert.Null(mapped);
    }

    /// <returns>How many of the items are candidates.</returns>
    private static int CheckEach(IEnumerable<JsonObject> items)
    {
        using var block = new ItemBlock();
        var candidates = 0;
        foreach (var item in items)
        {
            block.Clear();
            var source = ItemText.Of(item, block);
            var rule = Shipped.FindRule(source);
            Assert.Equal(ExpectedTable.IsUnprefixed(item["PK"]!["S"]!.GetValue<string>()), rule is not null);
            if (rule is null)
                continue;
            Assert.True(rule.TryMap(source, block, out var mapped, out var problem), problem);
            ItemAssert.Equal(ExpectedTable.CopyOf(item, Id), ItemText.Json(mapped));
            ItemAssert.Equal(item, ItemText.Json(source));
            candidates++;
        }

        return candidates;
    }
}
