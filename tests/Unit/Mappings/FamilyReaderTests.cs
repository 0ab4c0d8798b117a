using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

public sealed class FamilyReaderTests
{
    private static readonly FamilyReader Shipped = MappingText.ShippedFor("ns").Families;

    [Theory]
    [InlineData("ENTITY#user-1", "ENTITY#", true)]
    [InlineData("ENTITY#", "ENTITY#", true)]
    [InlineData("SYSTEM#", "SYSTEM#", true)]
    [InlineData("RESOURCE#claude/opus#2", "RESOURCE#", true)]
    [InlineData("AUDIT#$RESOURCE:x", "AUDIT#", true)]
    [InlineData("\\u0045NTITY#user-1", "ENTITY#", true)]
    [InlineData("ENTITY\\u0023user-1", "ENTITY#", true)]
    [InlineData("WIDGET#7", "WIDGET#", false)]
    [InlineData("entity#7", "entity#", false)]
    [InlineData("MYENTITY#7", "MYENTITY#", false)]
    [InlineData("#7", "#", false)]
    [InlineData("用🚀\\\"#7", "用🚀\"#", false)]
    [InlineData("ENTITY", FamilyReader.None, false)]
    [InlineData("orphan", FamilyReader.None, false)]
    public void TheHeadOfTheKeyTellsTheFamily(string rawPk, string family, bool known)
    {
        Assert.Equal(family, Shipped.Read(ItemText.Parse($$$"""{"SK":{"S":"#META"},"PK":{"S":"{{{rawPk}}}"}}""")));
        Assert.Equal(known, Shipped.IsKnown(family));
    }

    [Theory]
    [InlineData("""{"SK":{"S":"ENTITY#x"}}""")]
    [InlineData("""{"PK":{"N":"1"}}""")]
    [InlineData("""{"PK":{"NULL":true}}""")]
    [InlineData("{}")]
    public void AnItemWithoutSuchAKeyHasNone(string item) => Assert.Equal(FamilyReader.None, Shipped.Read(ItemText.Parse(item)));

    [Fact]
    public void AMappingWithoutFamiliesKnowsOneFamilyForAll()
    {
        var reader = new FamilyReader(null);
        Assert.Equal(FamilyReader.None, reader.Read(ItemText.Parse("""{"PK":{"S":"ENTITY#x"}}""")));
        Assert.True(reader.IsKnown(FamilyReader.None));
        Assert.Empty(reader.Known);
    }

    [Fact]
    public void TheSeparatorAndTheAttributeAreTheMappings()
    {
        var reader = new FamilyReader(new FamilyDefinition("kind", '|', ["a|"]));
        Assert.Equal("a|", reader.Read(ItemText.Parse("""{"PK":{"S":"x#"},"kind":{"S":"a|b|c"}}""")));
        Assert.Equal("b#|", reader.Read(ItemText.Parse("""{"PK":{"S":"x#"},"kind":{"S":"b#|c"}}""")));
        Assert.True(reader.IsKnown("a|"));
        Assert.False(reader.IsKnown("b#|"));
        Assert.Equal(["ENTITY#", "SYSTEM#", "RESOURCE#", "AUDIT#"], Shipped.Known);
    }
}
