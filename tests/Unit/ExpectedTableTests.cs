using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Unit;

/// <summary>The expectation itself, against examples written out by hand from the key table.</summary>
public sealed class ExpectedTableTests
{
    [Theory]
    [InlineData("ENTITY#user-123", true)]
    [InlineData("RESOURCE#claude/opus", true)]
    [InlineData("SYSTEM#", true)]
    [InlineData("orphan", true)]
    [InlineData("#/x", true)]
    [InlineData("a7x3kq/ENTITY#user-123", false)]
    [InlineData("_/SYSTEM#", false)]
    [InlineData("no-hash/but-a-slash", false)]
    public void AKeyIsUnprefixedWithoutASlashBeforeItsFirstHash(string pk, bool unprefixed) =>
        Assert.Equal(unprefixed, ExpectedTable.IsUnprefixed(pk));

    [Theory]
    [InlineData(
        """{"PK":{"S":"ENTITY#u"},"SK":{"S":"#META"},"GSI1PK":{"S":"PARENT#p"},"GSI1SK":{"S":"CHILD#u"},"n":{"N":"1"}}""",
        """{"PK":{"S":"id/ENTITY#u"},"SK":{"S":"#META"},"GSI1PK":{"S":"id/PARENT#p"},"GSI1SK":{"S":"CHILD#u"},"n":{"N":"1"},"GSI4PK":{"S":"id"},"GSI4SK":{"S":"id/ENTITY#u"}}""")]
    [InlineData(
        """{"PK":{"S":"ENTITY#u"},"SK":{"S":"#BUCKET#r"},"GSI2PK":{"S":"RESOURCE#r"},"GSI2SK":{"S":"BUCKET#u"}}""",
        """{"PK":{"S":"id/ENTITY#u"},"SK":{"S":"#BUCKET#r"},"GSI2PK":{"S":"id/RESOURCE#r"},"GSI2SK":{"S":"BUCKET#u"},"GSI4PK":{"S":"id"},"GSI4SK":{"S":"id/ENTITY#u"}}""")]
    [InlineData(
        """{"PK":{"S":"ENTITY#u"},"SK":{"S":"#CONFIG#r"},"GSI3PK":{"S":"ENTITY_CONFIG#r"},"GSI3SK":{"S":"u"}}""",
        """{"PK":{"S":"id/ENTITY#u"},"SK":{"S":"#CONFIG#r"},"GSI3PK":{"S":"id/ENTITY_CONFIG#r"},"GSI3SK":{"S":"u"},"GSI4PK":{"S":"id"},"GSI4SK":{"S":"id/ENTITY#u"}}""")]
    [InlineData(
        """{"PK":{"S":"AUDIT#$RESOURCE:claude/opus"},"SK":{"S":"#AUDIT#1"}}""",
        """{"PK":{"S":"id/AUDIT#$RESOURCE:claude/opus"},"SK":{"S":"#AUDIT#1"},"GSI4PK":{"S":"id"},"GSI4SK":{"S":"id/AUDIT#$RESOURCE:claude/opus"}}""")]
    [InlineData(
        """{"PK":{"S":"SYSTEM#"},"SK":{"S":"#CONFIG"}}""",
        """{"PK":{"S":"id/SYSTEM#"},"SK":{"S":"#CONFIG"},"GSI4PK":{"S":"id"},"GSI4SK":{"S":"id/SYSTEM#"}}""")]
    [InlineData(
        """{"PK":{"S":"SYSTEM#"},"SK":{"S":"#VERSION"}}""",
        """{"PK":{"S":"_/SYSTEM#"},"SK":{"S":"#VERSION"},"GSI4PK":{"S":"_"},"GSI4SK":{"S":"_/SYSTEM#"}}""")]
    public void TheCopyIsTheKeyTables(string item, string copy) =>
        ItemAssert.Equal(Parse(copy), ExpectedTable.CopyOf(Parse(item), "id"));

    [Fact]
    public void ACopyAddsToTheTableAndADeleteLeavesTheCopiesAlone()
    {
        var copied = ExpectedTable.AfterCopy(SampleTable.Items(200, 1, includePrefixed: true), "id");
        Assert.Equal(200 + 197, copied.Count);
        var deleted = ExpectedTable.AfterDelete(SampleTable.Items(200, 1, includePrefixed: true), "id");
        Assert.Equal(200, deleted.Count);
        Assert.All(deleted.Keys, key => Assert.False(ExpectedTable.IsUnprefixed(key.Pk), key.Pk));
        Assert.All(deleted, item => Assert.True(ItemAssert.AreEqual(item.Value, copied[item.Key])));
    }

    [Theory]
    [InlineData("1", 2)]
    [InlineData("2", 1)]
    [InlineData("10", 1)]
    public void AnOldItemStaysBesideACopyThatIsNeitherEqualNorNewer(string clockOfCopy, int left)
    {
        var old = Parse("""{"PK":{"S":"ENTITY#u"},"SK":{"S":"#BUCKET#r"},"rf":{"N":"2"}}""");
        var there = ExpectedTable.CopyOf(old, "id");
        there["rf"] = new JsonObject { ["N"] = clockOfCopy };

        var after = ExpectedTable.AfterDelete([old, there], "id");
        Assert.Equal(left, after.Count);
        ItemAssert.Equal(there, after[("id/ENTITY#u", "#BUCKET#r")]);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
