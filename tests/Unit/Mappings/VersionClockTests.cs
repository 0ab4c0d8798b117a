using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

public sealed class VersionClockTests
{
    private static readonly Mapping Shipped = MappingText.ShippedFor("ns");

    [Theory]
    [InlineData("2", "1", true)]
    [InlineData("1", "1", false)]
    [InlineData("1.0", "1", false)]
    [InlineData("1", "2", false)]
    [InlineData("10", "9", true)]
    [InlineData("1750000000001", "1750000000000", true)]
    [InlineData("1750000000000", "999999999999", true)]
    [InlineData("1.750000000001E+12", "1750000000000", true)]
    [InlineData("0", "-1", true)]
    [InlineData("12345678901234567890123456789012345679", "12345678901234567890123456789012345678", true)]
    public void ABucketIsNewerByItsTimeAsANumber(string copy, string mapped, bool newer)
    {
        Assert.Equal(newer, IsNewer("#BUCKET#gpt-4", Clock("rf", "N", copy), Clock("rf", "N", mapped)));
        Assert.Equal(newer, IsNewer("#CONFIG", Clock("config_version", "N", copy), Clock("config_version", "N", mapped)));
        Assert.Equal(newer, IsNewer("#CONFIG#gpt-4", Clock("config_version", "N", copy), Clock("config_version", "N", mapped)));
    }

    [Theory]
    [InlineData("2025-06-15T10:30:01Z", "2025-06-15T10:30:00Z", true)]
    [InlineData("2025-06-15T10:30:00Z", "2025-06-15T10:30:00Z", false)]
    [InlineData("2025-06-15T10:29:59Z", "2025-06-15T10:30:00Z", false)]
    [InlineData("2025-06-15T10:30:00\\u005a", "2025-06-15T10:30:00Z", false)]
    public void TheVersionRecordIsNewerByItsTimeAsAText(string copy, string mapped, bool newer) =>
        Assert.Equal(newer, IsNewer("#VERSION", Clock("updated_at", "S", copy), Clock("updated_at", "S", mapped), "SYSTEM#", "_/SYSTEM#"));

    [Theory]
    [InlineData("#META", "rf")]
    [InlineData("#META", "config_version")]
    [InlineData("#USAGE#gpt-4", "rf")]
    [InlineData("#BUCKET#gpt-4", "config_version")]
    [InlineData("#CONFIG", "rf")]
    [InlineData("x#BUCKET#", "rf")]
    public void AnotherFamilysClockTellsNothing(string sk, string clock) =>
        Assert.False(IsNewer(sk, Clock(clock, "N", "2"), Clock(clock, "N", "1")));

    [Fact]
    public void AMissingClockOrOneOfAnotherTypeTellsNothing()
    {
        Assert.False(IsNewer("#BUCKET#x", "", Clock("rf", "N", "1")));
        Assert.False(IsNewer("#BUCKET#x", Clock("rf", "N", "2"), ""));
        Assert.False(IsNewer("#BUCKET#x", "", ""));
        Assert.False(IsNewer("#BUCKET#x", Clock("rf", "S", "2"), Clock("rf", "N", "1")));
        Assert.False(IsNewer("#BUCKET#x", Clock("rf", "N", "2"), Clock("rf", "S", "1")));
        Assert.False(IsNewer("#BUCKET#x", Clock("rf", "NULL", ""), Clock("rf", "N", "1")));
    }

    [Fact]
    public void AClockWithoutATypeIsAText()
    {
        var rule = MappingText.BindRule("""
            "match": { "PK": { "exists": true } }, "set": { "PK": "${id}/${PK}" }, "versionClocks": [ { "attribute": "v" } ]
            """).Rules[0];
        var nine = ItemText.Parse("""{"PK":{"S":"a"},"v":{"S":"9"}}""");
        var ten = ItemText.Parse("""{"PK":{"S":"a"},"v":{"S":"10"}}""");
        Assert.True(rule.IsNewer(nine, ten));
        Assert.False(rule.IsNewer(ten, nine));
        Assert.Equal("v", rule.FindClock(ten)!.Attribute);
        Assert.Equal("10", rule.FindClock(ten)!.Read(ten));
        Assert.Null(rule.FindClock(ten)!.Read(ItemText.Parse("{}")));
    }

    private static string Clock(string name, string type, string value) =>
        type == "NULL" ? $",\"{name}\":{{\"NULL\":true}}" : $",\"{name}\":{{\"{type}\":\"{value}\"}}";

    private static bool IsNewer(string sk, string copyClock, string mappedClock, string pk = "ENTITY#u", string newPk = "ns/ENTITY#u")
    {
        var rule = Shipped.FindRule(ItemText.Parse($$$"""{"PK":{"S":"{{{pk}}}"},"SK":{"S":"{{{sk}}}"}}"""))!;
        string With(string clock) => $$$"""{"PK":{"S":"{{{newPk}}}"},"SK":{"S":"{{{sk}}}"}{{{clock}}}}""";
        return rule.IsNewer(ItemText.Parse(With(copyClock)), ItemText.Parse(With(mappedClock)));
    }
}
