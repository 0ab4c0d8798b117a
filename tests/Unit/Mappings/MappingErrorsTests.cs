using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>An error in a mapping document names the file, the place in it and what is wrong there.</summary>
public sealed class MappingErrorsTests
{
    private const string Origin = "/somewhere/mine.json";

    private const string Document = """
        {
          "format": "dynamonamespace/mapping/1",
          "name": "mine",
          "description": "d",
          "key": { "partitionKey": { "name": "PK", "type": "S" }, "sortKey": { "name": "SK", "type": "N" } },
          "variables": { "id": { "description": "v", "pattern": "^[a-z]+\\z" } },
          "family": { "attribute": "PK", "separator": "#", "known": [ "A#" ] },
          "rules": [
            {
              "name": "first",
              "match": { "PK": { "pattern": "^(?<head>[^/#]*)#" }, "kind": { "equals": "x" } },
              "set": { "PK": "${id}/${PK}", "count": { "N": "${n}" } },
              "setIfPresent": { "G": "${head}" },
              "versionClocks": [ { "match": { "PK": { "exists": true } }, "attribute": "v", "type": "N" } ]
            }
          ],
          "expect": { "indexes": [ { "name": "I", "partitionKey": "G", "sortKey": "H" } ], "items": [ { "name": "x", "key": { "PK": "y", "SK": "1" } } ] }
        }
        """;

    [Fact]
    public void TheDocumentThatTheseErrorsAreMadeFromIsRight()
    {
        var document = MappingLoader.Parse(Document, Origin);
        Assert.Equal("mine", document.Name);
        Assert.Equal("PK (S), SK (N)", document.Key.ToString());
        Assert.Equal(["I"], document.ExpectedIndexes.Select(index => index.Name).ToList());
        Assert.Equal(["x"], document.ExpectedItems.Select(item => item.Name).ToList());
        Assert.Equal(3, document.Rules.Single().Assignments.Count);
    }

    [Theory]
    [InlineData("mapping/1", "mapping/2", "format", "'dynamonamespace/mapping/2' is no mapping format")]
    [InlineData("\"format\": \"dynamonamespace/mapping/1\",", "", "its top", "'format' is missing")]
    [InlineData("\"name\": \"mine\",", "", "its top", "'name' is missing")]
    [InlineData("\"name\": \"mine\"", "\"name\": \"\"", "name", "the text is empty")]
    [InlineData("\"name\": \"mine\"", "\"name\": 5", "name", "a text is expected")]
    [InlineData("\"description\": \"d\"", "\"description\": null", "description", "a text is expected")]
    [InlineData("\"description\": \"d\"", "\"colour\": 1", "colour", "'colour' is not known here; known are format, name, description")]
    [InlineData("\"partitionKey\": { \"name\": \"PK\", \"type\": \"S\" },", "", "key", "'partitionKey' is missing")]
    [InlineData("{ \"name\": \"PK\", \"type\": \"S\" }", "\"PK\"", "key.partitionKey", "an object is expected")]
    [InlineData("\"type\": \"S\" }", "\"type\": \"X\" }", "key.partitionKey.type", "'X' is no type")]
    [InlineData("\"type\": \"S\" }", "\"sort\": true }", "key.partitionKey.sort", "'sort' is not known here; known are name, type")]
    [InlineData("^[a-z]+\\\\z", "(", "variables.id.pattern", "'(' is no usable pattern")]
    [InlineData("^[a-z]+\\\\z", "^(?=a)", "variables.id.pattern", "'^(?=a)' is no usable pattern")]
    [InlineData("\"description\": \"v\"", "\"default\": \"v\"", "variables.id.default", "'default' is not known here; known are description, pattern")]
    [InlineData("\"separator\": \"#\"", "\"separator\": \"##\"", "family.separator", "a separator is one character")]
    [InlineData("[ \"A#\" ]", "[ \"A#\", \"\" ]", "family.known[1]", "the text is empty")]
    [InlineData("[ \"A#\" ]", "\"A#\"", "family.known", "a list is expected")]
    public void AnErrorOutsideTheRulesIsPlaced(string right, string wrong, string place, string problem) => Check(right, wrong, place, problem);

    [Theory]
    [InlineData("\"name\": \"first\",", "", "rules[0]", "'name' is missing")]
    [InlineData("\"name\": \"first\",", "\"nmae\": \"first\",", "rules[0].nmae", "'nmae' is not known here")]
    [InlineData("\"kind\": { \"equals\": \"x\" }", "\"kind\": {}", "rules[0].match.kind", "'exists', 'equals', 'in' or 'pattern'")]
    [InlineData("\"kind\": { \"equals\": \"x\" }", "\"kind\": \"x\"", "rules[0].match.kind", "an object is expected")]
    [InlineData("\"kind\": { \"equals\": \"x\" }", "\"kind\": { \"like\": \"x\" }", "rules[0].match.kind.like", "'like' is not known here; known are exists, equals, in, pattern")]
    [InlineData("\"kind\": { \"equals\": \"x\" }", "\"kind\": { \"exists\": \"yes\" }", "rules[0].match.kind.exists", "true or false is expected")]
    [InlineData("\"kind\": { \"equals\": \"x\" }", "\"kind\": { \"in\": [] }", "rules[0].match.kind.in", "the list is empty")]
    [InlineData("\"kind\": { \"equals\": \"x\" }", "\"kind\": { \"in\": \"x\" }", "rules[0].match.kind.in", "a list is expected")]
    [InlineData("\"kind\": { \"equals\": \"x\" }", "\"kind\": { \"in\": [ \"x\", 1 ] }", "rules[0].match.kind.in[1]", "a text is expected")]
    [InlineData("\"kind\": { \"equals\": \"x\" }", "\"kind\": { \"in\": [ \"x\", \"x\" ] }", "rules[0].match.kind.in[1]", "'x' is written twice")]
    [InlineData("\"kind\": { \"equals\": \"x\" }", "\"kind\": { \"exists\": false, \"in\": [ \"x\" ] }", "rules[0].match.kind", "has no text to compare")]
    [InlineData("\"kind\": { \"equals\": \"x\" }", "\"kind\": { \"equals\": 1 }", "rules[0].match.kind.equals", "a text is expected")]
    [InlineData("^(?<head>[^/#]*)#", "[", "rules[0].match.PK.pattern", "'[' is no usable pattern")]
    [InlineData("^(?<head>[^/#]*)#", "^(?<head>x)(?!/)", "rules[0].match.PK.pattern", "is no usable pattern")]
    [InlineData("^(?<head>[^/#]*)#", "(?<=/)(?<head>x)", "rules[0].match.PK.pattern", "is no usable pattern")]
    [InlineData("^(?<head>[^/#]*)#", "(?<head>x)\\\\k<head>", "rules[0].match.PK.pattern", "is no usable pattern")]
    [InlineData("^(?<head>[^/#]*)#", "", "rules[0].match.PK.pattern", "the text is empty")]
    [InlineData("(?<head>", "(?<id>", "rules[0].set.PK", "'id' is both a variable and a captured group")]
    [InlineData("${id}/${PK}", "${id}/${PK", "rules[0].set.PK", "the '$' at character 7 begins no placeholder")]
    [InlineData("${id}/${PK}", "$id/${PK}", "rules[0].set.PK", "the '$' at character 1 begins no placeholder")]
    [InlineData("${id}/${PK}", "costs $", "rules[0].set.PK", "the '$' at character 7 begins no placeholder")]
    [InlineData("${id}/${PK}", "${id}/${}", "rules[0].set.PK", "the placeholder at character 7 has no name")]
    [InlineData("${id}/${PK}", "", "rules[0].set.PK", "the text is empty")]
    [InlineData("{ \"N\": \"${n}\" }", "5", "rules[0].set.count", "a text is expected")]
    [InlineData("{ \"N\": \"${n}\" }", "{}", "rules[0].set.count", "a typed template is written")]
    [InlineData("{ \"N\": \"${n}\" }", "{ \"B\": \"${n}\" }", "rules[0].set.count.B", "'B' is not known here; known are S, N")]
    [InlineData("{ \"N\": \"${n}\" }", "{ \"N\": 5 }", "rules[0].set.count.N", "a text is expected")]
    [InlineData("\"G\": \"${head}\"", "\"PK\": \"${head}\"", "rules[0]", "'PK' is set both in 'set' and in 'setIfPresent'")]
    [InlineData("\"v\", \"type\": \"N\"", "\"v\", \"type\": \"B\"", "rules[0].versionClocks[0].type", "a version clock is of type N or S")]
    [InlineData("\"attribute\": \"v\",", "", "rules[0].versionClocks[0]", "'attribute' is missing")]
    [InlineData("{ \"exists\": true }", "{ \"pattern\": \"(?=x)\" }", "rules[0].versionClocks[0].match.PK.pattern", "is no usable pattern")]
    [InlineData("\"partitionKey\": \"G\",", "", "expect.indexes[0]", "'partitionKey' is missing")]
    [InlineData("{ \"PK\": \"y\", \"SK\": \"1\" }", "{ \"PK\": \"y\" }", "expect.items[0].key", "the key attribute 'SK' is missing")]
    [InlineData("\"expect\": {", "\"expect\": { \"rows\": [],", "expect.rows", "'rows' is not known here; known are indexes, items")]
    public void AnErrorInARuleOrAnExpectationIsPlaced(string right, string wrong, string place, string problem) => Check(right, wrong, place, problem);

    [Theory]
    [InlineData("\"match\": {}, \"set\": { \"PK\": \"x\" }", "rules[0].match", "at least one condition")]
    [InlineData("\"set\": { \"PK\": \"x\" }", "rules[0]", "'match' is missing")]
    public void ARuleThatMatchesEverythingIsRefused(string members, string place, string problem) =>
        CheckError(MappingText.OfRule(members), place, problem);

    [Theory]
    [InlineData("[]", "at least one rule")]
    [InlineData("{}", "a list is expected")]
    public void AMappingWithoutRulesIsRefused(string rules, string problem) => CheckError(
        $$"""{ "format": "dynamonamespace/mapping/1", "name": "m", "key": { "partitionKey": { "name": "PK" } }, "rules": {{rules}} }""", "rules", problem);

    private static void Check(string right, string wrong, string place, string problem)
    {
        Assert.Contains(right, Document, StringComparison.Ordinal);
        var at = Document.IndexOf(right, StringComparison.Ordinal);
        CheckError(string.Concat(Document.AsSpan(0, at), wrong, Document.AsSpan(at + right.Length)), place, problem);
    }

    private static void CheckError(string document, string place, string problem)
    {
        var error = Assert.Throws<DdbException>(() => MappingLoader.Parse(document, Origin));
        Assert.Equal("MappingInvalid", error.ErrorId);
        Assert.Equal(DdbErrorKind.InvalidArgument, error.Kind);
        Assert.Equal(Origin, error.Target);
        Assert.StartsWith($"The mapping '{Origin}' has an error at {place}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed.", error.Message, StringComparison.Ordinal);
    }
}
