using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>Where a document says two things for one, a person has to choose: taking either would migrate a table by half a mapping.</summary>
public sealed class MappingDuplicatesTests
{
    private const string Rule = """{ "name": "r", "match": { "PK": { "exists": true } }, "set": { "PK": "x/${PK}" } }""";

    [Theory]
    [InlineData("\"variables\": { \"id\": {}, \"id\": {} }, \"rules\": [ RULE ]")]
    [InlineData("\"rules\": [ RULE ], \"expect\": { \"items\": [ { \"name\": \"x\", \"key\": { \"PK\": \"a\", \"PK\": \"b\" } } ] }")]
    [InlineData("\"rules\": [ RULE ], \"rules\": [ RULE ]")]
    [InlineData("\"rules\": [ { \"name\": \"r\", \"match\": { \"PK\": { \"exists\": true } }, \"set\": { \"PK\": \"x/${PK}\" }, \"set\": { \"A\": \"1\" } } ]")]
    [InlineData("\"rules\": [ { \"name\": \"r\", \"match\": { \"PK\": { \"exists\": true } }, \"set\": { \"PK\": \"x/${PK}\", \"PK\": \"y/${PK}\" } } ]")]
    public void AMemberThatIsWrittenTwiceIsRefused(string members) => Refuse(members);

    [Fact]
    public void ATemplateOfTwoTypesIsRefused() => Refuse(
        """
        "rules": [ { "name": "r", "match": { "PK": { "exists": true } }, "set": { "PK": { "S": "x/${PK}", "N": "1" } } } ]
        """);

    private static void Refuse(string members)
    {
        var document = $$"""{ "format": "dynamonamespace/mapping/1", "name": "m", "key": { "partitionKey": { "name": "PK" } }, {{members.Replace("RULE", Rule, StringComparison.Ordinal)}} }""";
        var error = Assert.Throws<DdbException>(() => MappingLoader.Parse(document, "mine.json"));
        Assert.Equal("MappingInvalid", error.ErrorId);
        Assert.Contains("'mine.json'", error.Message, StringComparison.Ordinal);
    }
}
