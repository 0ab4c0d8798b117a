using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>The rows of zae-limiter's key table, and keys that a careless rule gets wrong, written out.</summary>
public sealed class ShippedMappingKeyTests
{
    private static readonly Mapping Shipped = MappingText.ShippedFor("a7x3kq");

    [Theory]
    [InlineData("ENTITY#user-123", "#META", "a7x3kq/ENTITY#user-123")]
    [InlineData("ENTITY#user-123", "#BUCKET#gpt-4", "a7x3kq/ENTITY#user-123")]
    [InlineData("SYSTEM#", "#CONFIG", "a7x3kq/SYSTEM#")]
    [InlineData("SYSTEM#", "#RESOURCES", "a7x3kq/SYSTEM#")]
    [InlineData("SYSTEM#", "#VERSION#2", "a7x3kq/SYSTEM#")]
    [InlineData("SYSTEM#x", "#VERSION", "a7x3kq/SYSTEM#x")]
    [InlineData("ENTITY#user-123", "#VERSION", "a7x3kq/ENTITY#user-123")]
    [InlineData("RESOURCE#gpt-4", "#CONFIG", "a7x3kq/RESOURCE#gpt-4")]
    [InlineData("RESOURCE#claude/opus", "#CONFIG", "a7x3kq/RESOURCE#claude/opus")]
    [InlineData("AUDIT#user-123", "#AUDIT#01", "a7x3kq/AUDIT#user-123")]
    [InlineData("AUDIT#$RESOURCE:claude/opus", "#AUDIT#01", "a7x3kq/AUDIT#$RESOURCE:claude/opus")]
    [InlineData("AUDIT#$SYSTEM", "#AUDIT#01", "a7x3kq/AUDIT#$SYSTEM")]
    [InlineData("WIDGET#7", "x", "a7x3kq/WIDGET#7")]
    [InlineData("orphan", "x", "a7x3kq/orphan")]
    [InlineData("#/x", "x", "a7x3kq/#/x")]
    [InlineData("a\nb#c/d", "x\ny", "a7x3kq/a\nb#c/d")]
    [InlineData("line\r\n", "x", "a7x3kq/line\r\n")]
    [InlineData("用户-ß-é-🚀#1", "🚀", "a7x3kq/用户-ß-é-🚀#1")]
    [InlineData("o'brien \"the\\backslash\" #1", "it's \"x\" \\", "a7x3kq/o'brien \"the\\backslash\" #1")]
    [InlineData("SYSTEM#", "#VERSION", "_/SYSTEM#", "_")]
    public void AnUnprefixedKeyGetsThePrefixAndTheItemItsOwnNamespacesIndexKeys(string pk, string sk, string newPk, string id = "a7x3kq")
    {
        var expected = new JsonObject { ["PK"] = S(newPk), ["SK"] = S(sk), ["n"] = new JsonObject { ["N"] = "1" }, ["GSI4PK"] = S(id), ["GSI4SK"] = S(newPk) };
        ItemAssert.Equal(expected, Shipped.Map(new JsonObject { ["PK"] = S(pk), ["SK"] = S(sk), ["n"] = new JsonObject { ["N"] = "1" } }));
    }

    [Theory]
    [InlineData("a7x3kq/ENTITY#user-123")]
    [InlineData("other/ENTITY#user-123")]
    [InlineData("_/SYSTEM#")]
    [InlineData("no-hash/but-a-slash")]
    [InlineData("/#")]
    [InlineData("/")]
    [InlineData("new\nline/x#y")]
    [InlineData("🚀/ENTITY#x")]
    public void APrefixedKeyIsNoCandidate(string pk) =>
        Assert.Null(Shipped.Map(new JsonObject { ["PK"] = S(pk), ["SK"] = S("#VERSION") }));

    [Theory]
    [InlineData("ENTITY\\u0023user", "x", "a7x3kq/ENTITY#user")]
    [InlineData("\\u0045NTITY#claude\\/opus", "x", "a7x3kq/ENTITY#claude/opus")]
    [InlineData("SYSTEM\\u0023", "\\u0023VERSION", "_/SYSTEM#")]
    public void AnEscapedKeyIsReadAsWhatItStandsFor(string rawPk, string rawSk, string newPk) =>
        Assert.Equal(newPk, Shipped.Map($$$"""{"PK":{"S":"{{{rawPk}}}"},"SK":{"S":"{{{rawSk}}}"}}""")!["PK"]!["S"]!.GetValue<string>());

    [Theory]
    [InlineData("a7x3kq\\/ENTITY#user")]
    [InlineData("a7x3kq\\u002fENTITY#user")]
    public void AnEscapedSlashIsASlash(string rawPk) => Assert.Null(Shipped.Map($$$"""{"PK":{"S":"{{{rawPk}}}"},"SK":{"S":"x"}}"""));

    [Theory]
    [InlineData("GSI1PK", "PARENT#parent-1", "a7x3kq/PARENT#parent-1")]
    [InlineData("GSI2PK", "RESOURCE#gpt-4", "a7x3kq/RESOURCE#gpt-4")]
    [InlineData("GSI3PK", "ENTITY_CONFIG#gpt-4", "a7x3kq/ENTITY_CONFIG#gpt-4")]
    [InlineData("GSI1PK", "PARENT#o\"r/g\\", "a7x3kq/PARENT#o\"r/g\\")]
    [InlineData("GSI1SK", "CHILD#user-123", "CHILD#user-123")]
    [InlineData("GSI2SK", "BUCKET#user-123", "BUCKET#user-123")]
    [InlineData("gsi1pk", "PARENT#parent-1", "PARENT#parent-1")]
    public void AnIndexKeyIsPrefixedAndTheOthersStayAbsent(string name, string value, string expected)
    {
        var mapped = Shipped.Map(new JsonObject { ["PK"] = S("ENTITY#u"), [name] = S(value), ["SK"] = S("#META") })!;
        Assert.Equal(["PK", name, "SK", "GSI4PK", "GSI4SK"], mapped.Select(attribute => attribute.Key).ToList());
        Assert.Equal(expected, mapped[name]!["S"]!.GetValue<string>());
    }

    [Fact]
    public void AKeyTooLongForTheQuickPathIsMatchedTheSame()
    {
        var long513 = "ENTITY#" + new string('é', 300);
        Assert.Equal("a7x3kq/" + long513, Shipped.Map(Item(long513))!["PK"]!["S"]!.GetValue<string>());
        Assert.Null(Shipped.Map(Item(new string('x', 600) + "/#")));
        Assert.NotNull(Shipped.Map(Item(new string('x', 600) + "#/")));
    }

    private static JsonObject Item(string pk) => new() { ["PK"] = S(pk), ["SK"] = S("x") };

    private static JsonObject S(string value) => new() { ["S"] = value };
}
