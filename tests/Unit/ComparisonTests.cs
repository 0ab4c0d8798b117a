using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Worker.Samples;
using Xunit;
using Xunit.Sdk;

namespace DynamoNamespace.Tests.Unit;

/// <summary>The comparison that the integration tests rely on must neither miss a difference nor see one that is none.</summary>
public sealed class ComparisonTests
{
    [Theory]
    [InlineData("{\"N\":\"100\"}", "{\"N\":\"1E+2\"}")]
    [InlineData("{\"N\":\"-0\"}", "{\"N\":\"0.00\"}")]
    [InlineData("{\"N\":\"12345678901234567890123456789012345678\"}", "{\"N\":\"12345678901234567890123456789012345678.0\"}")]
    [InlineData("{\"SS\":[\"a\",\"b\"]}", "{\"SS\":[\"b\",\"a\"]}")]
    [InlineData("{\"NS\":[\"1\",\"2.0\"]}", "{\"NS\":[\"2\",\"1e0\"]}")]
    [InlineData("{\"M\":{\"a\":{\"N\":\"1\"},\"b\":{\"L\":[]}}}", "{\"M\":{\"b\":{\"L\":[]},\"a\":{\"N\":\"1.0\"}}}")]
    [InlineData("{\"S\":\"\\u00e9\"}", "{\"S\":\"é\"}")]
    public void EqualValues(string left, string right)
    {
        Assert.True(ItemAssert.AreEqual(Item(left), Item(right)));
        Assert.True(ItemAssert.AreEqual(Item(right), Item(left)));
    }

    [Theory]
    [InlineData("{\"N\":\"12345678901234567890123456789012345678\"}", "{\"N\":\"12345678901234567890123456789012345679\"}")]
    [InlineData("{\"N\":\"0.1\"}", "{\"N\":\"0.1000000000000000055511151231257827021\"}")]
    [InlineData("{\"N\":\"1\"}", "{\"S\":\"1\"}")]
    [InlineData("{\"S\":\"\"}", "{\"NULL\":true}")]
    [InlineData("{\"L\":[{\"S\":\"a\"},{\"S\":\"b\"}]}", "{\"L\":[{\"S\":\"b\"},{\"S\":\"a\"}]}")]
    [InlineData("{\"L\":[{\"S\":\"a\"}]}", "{\"L\":[{\"S\":\"a\"},{\"S\":\"a\"}]}")]
    [InlineData("{\"SS\":[\"a\",\"b\"]}", "{\"SS\":[\"a\",\"c\"]}")]
    [InlineData("{\"SS\":[\"a\"]}", "{\"SS\":[\"a\",\"c\"]}")]
    [InlineData("{\"B\":\"AAA=\"}", "{\"B\":\"AAE=\"}")]
    [InlineData("{\"BOOL\":true}", "{\"BOOL\":false}")]
    [InlineData("{\"M\":{}}", "{\"M\":{\"a\":{\"NULL\":true}}}")]
    [InlineData("{\"M\":{}}", "{\"L\":[]}")]
    [InlineData("{\"S\":\"\\u00e9\"}", "{\"S\":\"e\\u0301\"}")]
    public void DifferentValues(string left, string right)
    {
        Assert.False(ItemAssert.AreEqual(Item(left), Item(right)));
        Assert.False(ItemAssert.AreEqual(Item(right), Item(left)));
    }

    [Fact]
    public void ADifferenceIsNamedByItsPath()
    {
        var error = Assert.Throws<XunitException>(() => ItemAssert.Equal(
            Item("{\"M\":{\"list\":{\"L\":[{\"N\":\"1\"}]}}}"), Item("{\"M\":{\"list\":{\"L\":[{\"N\":\"2\"}]}}}")));
        Assert.Contains("v.list[0]: expected {\"N\":\"1\"}, found {\"N\":\"2\"}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TablesDifferByWhatIsMissingExtraAndChanged()
    {
        var expected = TableContents.Of(SampleTable.Items(60, 1));
        TableAssert.Equal(expected, TableContents.Of(SampleTable.Items(60, 1).Reverse()));

        var actual = TableContents.Of(SampleTable.Items(61, 1).Skip(1));
        actual[("ENTITY#user-0", "#META")]["name"] = new JsonObject { ["S"] = "another" };
        var error = Assert.Throws<XunitException>(() => TableAssert.Equal(expected, actual));
        Assert.Contains("1 items missing, 1 extra, 1 changed (60 expected, 60 found)", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing: PK 'SYSTEM#', SK '#CONFIG'", error.Message, StringComparison.Ordinal);
        Assert.Contains("name: expected {\"S\":\"user-0\"}, found {\"S\":\"another\"}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyExpectationIsRefused() => Assert.Throws<XunitException>(() => TableAssert.Equal(new TableContents(), new TableContents()));

    private static JsonObject Item(string value) => new() { ["v"] = JsonNode.Parse(value) };
}
