using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>What a rule does not set goes over as it came, to the byte.</summary>
public sealed class CarriedOverTests
{
    private static readonly Mapping Shipped = MappingText.ShippedFor("id");
    private static readonly string[] Set = ["PK", "GSI1PK", "GSI2PK", "GSI3PK", "GSI4PK", "GSI4SK"];

    [Fact]
    public void AnOddlySpelledItemIsKeptToTheByteButForItsKeys()
    {
        const string untouched = """ "SK":{"S":"\u0023META"} , "n\u0041" : { "N" : "1.00E+3" },"b":{"B":"AR=="},"m":{"M":{"z":{"NULL":true},"a":{"NS":["3","1"]}}},"GSI1SK":{"S":"\/"} """;
        var source = ItemText.Parse($$$"""{ "PK":{"S":"ENTITY#\u0041\/1"} ,{{{untouched}}}}""");
        using var block = new ItemBlock();
        Assert.True(Shipped.FindRule(source)!.TryMap(source, block, out var mapped, out _));
        Assert.Equal(
            """{"PK":{"S":"id/ENTITY#\u0041\/1"},"SK":{"S":"\u0023META"},"n\u0041":{ "N" : "1.00E+3" },"b":{"B":"AR=="},"m":{"M":{"z":{"NULL":true},"a":{"NS":["3","1"]}}},"GSI1SK":{"S":"\/"},"GSI4PK":{"S":"id"},"GSI4SK":{"S":"id/ENTITY#\u0041\/1"}}""",
            mapped.ToString());
    }

    [Fact]
    public void EveryAttributeThatIsNotSetKeepsItsBytesAndItsPlace() => Properties.ForAll(
        ItemGenerator.ItemsWith(("PK", ItemGenerator.Names), ("SK", ItemGenerator.Names), ("GSI2PK", ItemGenerator.Names)),
        (expected, random) =>
        {
            expected["PK"] = new JsonObject { ["S"] = "ENTITY#" + expected["PK"]!["S"]!.GetValue<string>() };
            var source = ItemText.Parse(Respelling.Of(expected, random));
            using var block = new ItemBlock();
            Assert.True(Shipped.FindRule(source)!.TryMap(source, block, out var mapped, out _));
            Assert.Equal(source.Count + 2, mapped.Count);
            for (var index = 0; index < source.Count; index++)
            {
                Assert.Equal(source.Name(index), mapped.Name(index));
                if (Set.Contains(source.Name(index), StringComparer.Ordinal))
                    continue;
                Assert.True(source.RawName(index).SequenceEqual(mapped.RawName(index)));
                Assert.True(source.RawValue(index).SequenceEqual(mapped.RawValue(index)));
            }

            Assert.Equal(["GSI4PK", "GSI4SK"], [mapped.Name(source.Count), mapped.Name(source.Count + 1)]);
        });

    [Fact]
    public void AnIndexKeyThatIsThereAlreadyIsReplacedAndNotDoubled()
    {
        var mapped = Shipped.Map("""{"GSI4SK":{"S":"old"},"PK":{"S":"ENTITY#u"},"GSI4PK":{"S":"old"},"SK":{"S":"x"}}""")!;
        Assert.Equal(["GSI4SK", "PK", "GSI4PK", "SK"], mapped.Select(attribute => attribute.Key).ToList());
        Assert.Equal("id/ENTITY#u", mapped["GSI4SK"]!["S"]!.GetValue<string>());
        Assert.Equal("id", mapped["GSI4PK"]!["S"]!.GetValue<string>());
    }
}
