using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>A mapping that only tells of items that clients begin to write.</summary>
public sealed class NewEntityTests
{
    [Fact]
    public void AMappingOfNewEntitiesNeedsNoRules()
    {
        var mapping = MappingLoader.Parse(Text("""[ { "name": "reaction", "match": { "SK": { "pattern": "^REACTION#" } } } ]"""), "m.json").Bind(MappingText.Variables());
        Assert.Empty(mapping.Rules);
        Assert.Equal("reaction", Assert.Single(mapping.NewEntities).Name);
        Assert.True(mapping.NewEntities[0].Matches(ItemText.Parse("""{"SK":{"S":"REACTION#1"}}""")));
        Assert.False(mapping.NewEntities[0].Matches(ItemText.Parse("""{"SK":{"S":"ISSUE#1"}}""")));
        Assert.Null(mapping.FindRule(ItemText.Parse("""{"SK":{"S":"REACTION#1"}}""")));
    }

    [Theory]
    [InlineData("[]", "rules", "at least one entry in 'newEntities'")]
    [InlineData("[ {} ]", "newEntities[0]", "'name' is missing")]
    [InlineData("[ { \"name\": \"x\", \"match\": {} } ]", "newEntities[0].match", "a new entity needs at least one condition")]
    [InlineData("[ { \"name\": \"x\", \"match\": { \"a\": { \"exists\": true } }, \"set\": {} } ]", "newEntities[0].set", "'set' is not known here; known are name, match")]
    public void AnErrorInThemIsPlaced(string entities, string place, string problem)
    {
        var error = Assert.Throws<DdbException>(() => MappingLoader.Parse(Text(entities), "m.json"));
        Assert.StartsWith($"The mapping 'm.json' has an error at {place}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static string Text(string entities) => $$"""
        { "format": "dynamonamespace/mapping/1", "name": "m", "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } }, "rules": [], "newEntities": {{entities}} }
        """;
}
