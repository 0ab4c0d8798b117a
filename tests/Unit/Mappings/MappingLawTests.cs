using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Worker.Samples;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>Map, then unmap, is identity; and what was mapped once is never mapped again.</summary>
public sealed class MappingLawTests
{
    private static readonly Mapping[] Shipped =
        [.. new[] { "a7x3kq", "default", "_0-", "ns'1", "é", "🚀", "q\"uote", "back\\slash", "a b", "\u007f\u2028" }.Select(MappingText.ShippedFor)];

    private static readonly Gen<string> Keys =
        from head in Gen.Elements("ENTITY#", "SYSTEM#", "WIDGET#", "#", "orphan")
        from tail in ItemGenerator.Texts
        select head == "orphan" ? head + tail.Replace("/", "", StringComparison.Ordinal) : head + tail;

    private static readonly Arbitrary<JsonObject> Candidates = ItemGenerator.ItemsWith(
        ("PK", Keys), ("SK", Gen.Frequency((1, Gen.Constant("#VERSION")), (4, ItemGenerator.Names))), ("GSI1PK", ItemGenerator.Names), ("GSI3PK", ItemGenerator.Names));

    [Fact]
    public void AMappedItemIsNoCandidate() => Properties.ForAll(Candidates, (item, random) =>
    {
        var mapping = Shipped[random.Next(Shipped.Length)];
        var mapped = mapping.Map(ItemText.Parse(Respelling.Of(item, random)));
        Assert.NotNull(mapped);
        Assert.Null(mapping.Map(ItemText.Parse(Respelling.Of(mapped, random))));
        Assert.All(Shipped, other => Assert.Null(other.Map(mapped)));
    });

    [Fact]
    public void MapThenUnmapIsIdentity() => Properties.ForAll(Candidates, (item, random) =>
        CheckIdentity(Shipped[random.Next(Shipped.Length)], item, ItemText.Parse(Respelling.Of(item, random))), tests: 1000);

    [Fact]
    public void MapThenUnmapIsIdentityForTheRealTableAndASample()
    {
        var items = FixtureTable.Items().Concat(SampleTable.Items(1000, 9)).ToList();
        Assert.Equal(2213, items.Count);
        Assert.All(items, item => CheckIdentity(Shipped[0], item, ItemText.Of(item)));
    }

    /// <summary>DynamoDB answers with spellings of its own, so the way back may not depend on those that were written.</summary>
    [Fact]
    public void UnmapTakesAMappedItemInAnySpelling() => Properties.ForAll(PlainCandidates(), (item, random) =>
    {
        var mapping = Shipped[random.Next(4)];
        var mapped = mapping.Map(item)!;
        CheckUnmap(mapping, ItemText.Parse(Respelling.Of(mapped, random)), item);
    }, tests: 1000);

    /// <summary>Characters that the engine's own JSON escapes and that DynamoDB's does not.</summary>
    [Theory]
    [InlineData("🚀")]
    [InlineData("\u007f")]
    [InlineData("\u2028")]
    public void UnmapTakesANamespaceIdThatDynamoDbSpellsWithoutEscapes(string id)
    {
        var target = ItemText.Parse($$$"""{"PK":{"S":"{{{id}}}/ENTITY#u"},"SK":{"S":"x"},"GSI4PK":{"S":"{{{id}}}"},"GSI4SK":{"S":"{{{id}}}/ENTITY#u"}}""");
        CheckUnmap(MappingText.ShippedFor(id), target, new JsonObject { ["PK"] = S("ENTITY#u"), ["SK"] = S("x") });
    }

    [Theory]
    [InlineData("ns/ENTITY#🚀", "ns/ENTITY#\\ud83d\\ude80")]
    [InlineData("ns/ENTITY#\\ud83d\\ude80", "ns/ENTITY#🚀")]
    [InlineData("ns/ENTITY#\\u0041", "ns/ENTITY#A")]
    public void UnmapComparesAttributesByTheirValues(string rawPk, string rawIndexKey)
    {
        var target = ItemText.Parse($$$"""{"PK":{"S":"{{{rawPk}}}"},"SK":{"S":"x"},"GSI4PK":{"S":"ns"},"GSI4SK":{"S":"{{{rawIndexKey}}}"}}""");
        var pk = ItemText.Json(target)["PK"]!["S"]!.GetValue<string>();
        CheckUnmap(MappingText.ShippedFor("ns"), target, new JsonObject { ["PK"] = S(pk[3..]), ["SK"] = S("x") });
    }

    [Fact]
    public void AMappingSaysWhetherThereIsAWayBack()
    {
        Assert.True(Shipped[0].HasInverse);
        Assert.False(MappingText.BindRule("""
            "match": { "PK": { "pattern": "^(?<head>[^/#]*)#" } }, "set": { "PK": "${id}/${head}" }
            """).HasInverse);
        Assert.False(MappingText.BindRule("""
            "match": { "PK": { "exists": true } }, "set": { "PK": "${id}/${PK}/${SK}" }
            """).HasInverse);
        Assert.False(MappingText.BindRule("""
            "match": { "PK": { "exists": true } }, "set": { "PK": "${id}" }
            """).HasInverse);
    }

    private static void CheckIdentity(Mapping mapping, JsonObject item, Item source)
    {
        using var block = new ItemBlock();
        Assert.True(mapping.FindRule(source)!.TryMap(source, block, out var mapped, out _));
        CheckUnmap(mapping, mapped, item);
    }

    private static void CheckUnmap(Mapping mapping, Item target, JsonObject source)
    {
        using var block = new ItemBlock();
        var rule = mapping.FindTargetRule(target);
        Assert.True(rule is not null, $"No rule has the key of {target}.");
        Assert.True(rule.TryUnmap(target, block, out var unmapped, out var wrong), $"{string.Join(", ", wrong)} of {target}");
        ItemAssert.Equal(source, ItemText.Json(unmapped));
        Assert.True(new ItemComparison().AreEqual(ItemText.Of(source), unmapped));
    }

    /// <summary>Candidates whose keys have no character that two JSON writers escape differently without need.</summary>
    private static Arbitrary<JsonObject> PlainCandidates()
    {
        var names = ItemGenerator.Names.Select(name => string.Concat(name.Where(character => !char.IsSurrogate(character) && character is not ('\u007f' or '\u2028'))) + "n");
        return ItemGenerator.ItemsWith(("PK", names.Select(name => "ENTITY#" + name)), ("SK", names), ("GSI2PK", names));
    }

    private static JsonObject S(string value) => new() { ["S"] = value };
}
