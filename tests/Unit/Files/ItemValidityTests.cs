using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Files;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Files;

/// <summary>What DynamoDB stores passes, and what it cannot does not.</summary>
public sealed class ItemValidityTests
{
    [Fact]
    public void EveryItemOfASampleTablePasses()
    {
        var items = SampleTable.Items(500, 3, includePrefixed: true).ToList();
        Assert.Equal(500, items.Count);
        Assert.All(items, item => Assert.Null(ItemValidity.FindProblem(ItemText.Of(item))));
    }

    [Theory]
    [InlineData("""{"N":"9.9999999999999999999999999999999999999E+125"}""")]
    [InlineData("""{"N":"-1E-130"}""")]
    [InlineData("""{"N":"0"}""")]
    [InlineData("""{"N":"00012"}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("""{"L":[]}""")]
    [InlineData("""{"M":{}}""")]
    [InlineData("""{"SS":[""]}""")]
    public void EdgesPass(string value) => Assert.Null(ItemValidity.FindProblem(ItemText.Parse($$"""{"v":{{value}}}""")));

    [Theory]
    [InlineData("""{"N":""}""", "no number")]
    [InlineData("""{"N":"1,5"}""", "no number")]
    [InlineData("""{"N":"123456789012345678901234567890123456789"}""", "38 digits")]
    [InlineData("""{"N":"1E126"}""", "38 digits")]
    [InlineData("""{"N":"1E-131"}""", "38 digits")]
    [InlineData("""{"N":1}""", "is not a text")]
    [InlineData("""{"BOOL":"true"}""", "is not true or false")]
    [InlineData("""{"NULL":false}""", "is not true")]
    [InlineData("""{"SS":[]}""", "an empty SS")]
    [InlineData("""{"SS":"x"}""", "is not a list of texts")]
    [InlineData("""{"NS":["1","x"]}""", "no number")]
    [InlineData("""{"BS":[1]}""", "is not a list of texts")]
    [InlineData("""{"L":["x"]}""", "does not name its type")]
    [InlineData("""{"L":[{"N":"x"}]}""", "no number")]
    [InlineData("""{"M":{"a":"x"}}""", "does not name its type")]
    [InlineData("""{"M":[]}""", "is not a map")]
    [InlineData("""{"S":"a","N":"1"}""", "more than one type")]
    public void OthersAreSaid(string value, string problem)
    {
        var found = ItemValidity.FindProblem(ItemText.Parse($$"""{"v":{{value}}}"""));
        Assert.StartsWith("attribute 'v' ", found, StringComparison.Ordinal);
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void ThirtyTwoLevelsPassAndNoMore()
    {
        Assert.Null(ItemValidity.FindProblem(Nested(32)));
        Assert.Contains("32 levels", ItemValidity.FindProblem(Nested(33)), StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => ItemValidity.FindProblem(ItemText.Parse("""{"v":{"X":"1"}}""")));
        Assert.Equal("an attribute has no name", ItemValidity.FindProblem(ItemText.Parse("""{"":{"S":"1"}}""")));
    }

    private static Engine.Items.Item Nested(int levels)
    {
        var value = new JsonObject { ["S"] = "x" };
        for (var level = 1; level < levels; level++)
            value = new JsonObject { ["L"] = new JsonArray(value) };
        return ItemText.Of(new JsonObject { ["v"] = value });
    }
}
