using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Items;

/// <summary>Items are equal when their values are: how the JSON spells them does not count, and nothing else is forgiven.</summary>
public sealed class EqualItemsTests
{
    private readonly ItemComparison comparison = new();
    private readonly CanonicalItem canonical = new();

    [Fact]
    public void EqualityDoesNotSeeTheSpelling() => Properties.ForAll(ItemGenerator.Items, (item, random) =>
    {
        var left = ItemText.Of(item);
        var right = ItemText.Parse(Respelling.Of(item, random));
        ItemAssert.Equal(item, ItemText.Json(right));
        Assert.True(comparison.AreEqual(left, right));
        Assert.True(comparison.AreEqual(right, left));
        Assert.Equal(canonical.Digest(left), canonical.Digest(right));
        Assert.Empty(comparison.DifferingAttributes(left, right));
    }, tests: 1000);

    [Fact]
    public void ARealChangeMakesItemsUnequal() => Properties.ForAll(ItemGenerator.Items, (item, random) =>
    {
        var changed = Change(item, random);
        Assert.False(ItemAssert.AreEqual(item, changed), "The change is none.");
        var left = ItemText.Of(item);
        var right = ItemText.Parse(Respelling.Of(changed, random));
        Assert.False(comparison.AreEqual(left, right));
        Assert.False(comparison.AreEqual(right, left));
        Assert.NotEqual(canonical.Digest(left), canonical.Digest(right));
        Assert.NotEmpty(comparison.DifferingAttributes(left, right));
    }, tests: 1000);

    [Fact]
    public void DifferingAttributesAreExactlyTheChangedOnes() => Properties.ForAll(ItemGenerator.Items, (item, random) =>
    {
        var changed = (JsonObject)item.DeepClone();
        var expected = new List<string>();
        foreach (var name in item.Select(attribute => attribute.Key).Where(_ => random.Next(2) == 0))
        {
            expected.Add(name);
            if (random.Next(3) == 0)
                changed.Remove(name);
            else
                changed[name] = new Mutation(random).Of(item[name]!.AsObject());
        }

        if (random.Next(2) == 0)
        {
            changed["only \"there\""] = new JsonObject { ["NULL"] = true };
            expected.Add("only \"there\"");
        }

        expected.Sort(StringComparer.Ordinal);
        var left = ItemText.Of(item);
        var right = ItemText.Parse(Respelling.Of(changed, random));
        Assert.Equal(expected, comparison.DifferingAttributes(left, right));
        Assert.Equal(expected, comparison.DifferingAttributes(right, left));
    }, tests: 1000);

    /// <summary>Neighbours of one real table are the most alike of all different items.</summary>
    [Fact]
    public void NoTwoItemsOfARealTableAreEqualAndEachEqualsItselfRespelt()
    {
        var items = FixtureTable.Items().ToList();
        var digests = new HashSet<UInt128>();
        var random = new Random(5);
        foreach (var item in items)
        {
            var digest = canonical.Digest(ItemText.Of(item));
            Assert.True(digests.Add(digest), item.ToJsonString());
            Assert.Equal(digest, canonical.Digest(ItemText.Parse(Respelling.Of(item, random))));
        }

        Assert.Equal(1213, digests.Count);
    }

    /// <summary>Files of earlier runs hold digests: the journal of deletions, the list of conflicts, a stopped verification's ledger.</summary>
    [Theory]
    [InlineData("6373a56500bc2a73c0457f2f09e2f262", """{"SK":{"S":"#META"},"PK":{"S":"ns/ENTITY#\u00e9"},"count":{"N":"-120.50"},"limits":{"M":{"b":{"L":[{"N":"1000"},{"BOOL":true}]},"a":{"NULL":true}}},"tags":{"SS":["y","x"]},"data":{"B":"AAE="}}""")]
    [InlineData("6373a56500bc2a73c0457f2f09e2f262", """{ "data":{"B":"AAF="},"tags":{"SS":["x","y"]},"limits":{"M":{"a":{"NULL":true},"b":{"L":[{"N":"1e3"},{"BOOL":true}]}}},"c\u006funt":{"N":"-1.205e+2"},"PK":{"S":"ns/ENTITY#é"},"SK":{"S":"#META"}}""")]
    [InlineData("1c6dab70a67f252c2d23c18ad6e8e685", """{"SK":{"S":"#META"},"PK":{"S":"ns/ENTITY#é"}}""")]
    public void DigestsAreThoseOfEarlierVersions(string digest, string json) =>
        Assert.Equal(UInt128.Parse(digest, NumberStyles.HexNumber, CultureInfo.InvariantCulture), canonical.Digest(ItemText.Parse(json)));

    [Fact]
    public void TheDigestOfAKeyIsThatOfAnItemOfJustTheKey() => Properties.ForAll(ItemGenerator.Items, (item, random) =>
    {
        if (item.Count < 2)
            return;
        var (first, second) = (random.Next(item.Count), random.Next(item.Count - 1));
        second += second >= first ? 1 : 0;
        var key = new JsonObject { [item.ElementAt(first).Key] = item.ElementAt(first).Value!.DeepClone(), [item.ElementAt(second).Key] = item.ElementAt(second).Value!.DeepClone() };
        Assert.Equal(canonical.Digest(ItemText.Of(key)), canonical.Digest(ItemText.Of(item), first, second));
    });

    private static JsonObject Change(JsonObject item, Random random)
    {
        var changed = (JsonObject)item.DeepClone();
        var kind = item.Count == 0 ? 0 : random.Next(5);
        var name = item.Count == 0 ? "" : item.ElementAt(random.Next(item.Count)).Key;
        if (kind == 0)
        {
            changed[$"{item.Count} attributes"] = new JsonObject { ["S"] = "" };
            return changed;
        }

        changed.Remove(name);
        if (kind == 1)
            changed[name + "'"] = item[name]!.DeepClone();
        else if (kind > 2)
            changed[name] = new Mutation(random).Of(item[name]!.AsObject());
        return changed;
    }
}
