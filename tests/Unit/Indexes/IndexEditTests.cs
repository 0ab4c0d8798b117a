using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Engine.Stacks.Templates;
using DynamoNamespace.Tests.Unit.Stacks.Templates;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Indexes;

/// <summary>An index is added to a template and taken out of it, and everything else stays, in every layout.</summary>
public sealed class IndexEditTests
{
    private static readonly IndexProjection Wanted = new(IndexProjection.Include, ["name", "size"]);

    [Theory]
    [MemberData(nameof(LayoutTests.Layouts), MemberType = typeof(LayoutTests))]
    public void EveryLayoutIsKept(string name, string text)
    {
        foreach (var index in new[] { "GSI1", "GSI2" })
        {
            var added = AddAndProve(text, index);
            Assert.Equal(text, RemoveAndProve(added, index + "v2"));
            var removed = RemoveAndProve(added, index);
            Assert.True(Edit(removed).Has(index + "v2") && !Edit(removed).Has(index), name);
            Assert.True(text.EndsWith('\n') == removed.EndsWith('\n'), name);
            Assert.Equal(text.Contains("\r\n", StringComparison.Ordinal), removed.Contains("\r\n", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("zae-limiter-0.9.stack.yaml")]
    [InlineData("zae-limiter-0.9.stack.json")]
    public void AStacksTemplateComesBackToTheByte(string fixture)
    {
        var text = StackTemplates.Fixture(fixture);
        foreach (var index in Indexes(ReadTemplate.Of(text), out _).Select(Name))
        {
            var added = AddAndProve(text, index);
            Assert.Equal(text, RemoveAndProve(added, index + "v2"));
            RemoveAndProve(added, index);
        }
    }

    [Theory]
    [InlineData("GlobalSecondaryIndexes", false)]
    [InlineData("GlobalSecondaryIndexes", true)]
    [InlineData("Properties", false)]
    [InlineData("Properties", true)]
    [InlineData("Resources", true)]
    public void BracketsAreEditedInBrackets(string section, bool overLines)
    {
        var text = new TemplateWriter { Brackets = section, BracketsOverLines = overLines }.Write();
        foreach (var index in new[] { "GSI1", "GSI2" })
        {
            var added = AddAndProve(text, index);
            Assert.Equal(text, RemoveAndProve(added, index + "v2"));
            RemoveAndProve(added, index);
        }
    }

    [Theory]
    [InlineData("[\n        {IndexName: A, KeySchema: [{AttributeName: PK, KeyType: HASH}], Projection: {ProjectionType: ALL}},  # the first\n        {IndexName: B, Projection: {ProjectionType: ALL}}  # the last\n      ]")]
    [InlineData("[ {IndexName: A, Projection: {ProjectionType: ALL}} , {IndexName: B, Projection: {ProjectionType: ALL}} , ]")]
    [InlineData("[{IndexName: A, Projection: {ProjectionType: ALL}}\n        # between\n        , {IndexName: B, Projection: {ProjectionType: ALL}}]")]
    public void CommentsAndCommasInBracketsStay(string list)
    {
        var text = $"Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n    Properties: {{TableName: t, GlobalSecondaryIndexes: {list}}}\n";
        foreach (var index in new[] { "A", "B" })
        {
            var removed = RemoveAndProve(text, index);
            foreach (var comment in new[] { "# the first", "# the last", "# between" }.Where(comment => text.Contains(comment, StringComparison.Ordinal)))
                Assert.Contains(comment, removed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheCopyHasTheSettingsOfTheOldIndex()
    {
        var text = StackTemplates.Small.Replace(
            "            ProjectionType: ALL\n",
            "            ProjectionType: INCLUDE\n            NonKeyAttributes: [a]\n          ProvisionedThroughput:\n            ReadCapacityUnits: !Ref Reads\n            WriteCapacityUnits: 7\n          ContributorInsightsSpecification:\n            Enabled: true\n",
            StringComparison.Ordinal);
        var indexes = ReadTemplate.Of(AddAndProve(text, "GSI1"))["Resources"]!["RateLimitsTable"]!["Properties"]!["GlobalSecondaryIndexes"]!.AsArray();

        var (old, copy) = (indexes[0]!.AsObject(), (JsonObject)indexes[1]!.DeepClone());
        Assert.Equal("GSI1v2", copy["IndexName"]!.GetValue<string>());
        ReadTemplate.AssertSame(JsonNode.Parse("""{"ProjectionType":"INCLUDE","NonKeyAttributes":["name","size"]}"""), copy["Projection"]);
        copy["IndexName"] = "GSI1";
        copy["Projection"] = old["Projection"]!.DeepClone();
        ReadTemplate.AssertSame(old, copy);
    }

    [Fact]
    public void ACommentAboveTheNextIndexStaysWithIt()
    {
        var text = StackTemplates.Small.Replace(
            "Outputs:", "        # of reports\n        - IndexName: GSI2  # soon\n          KeySchema:\n            - AttributeName: SK\n              KeyType: HASH\n          Projection:\n            ProjectionType: ALL\n          # the end of it\nOutputs:", StringComparison.Ordinal);

        Assert.Contains("GlobalSecondaryIndexes:\n        # of reports\n        - IndexName: GSI2  # soon\n", RemoveAndProve(text, "GSI1"), StringComparison.Ordinal);
        Assert.EndsWith("            ProjectionType: ALL\n        # of reports\nOutputs:\n  TableName:\n    Value: my-app\n", RemoveAndProve(text, "GSI2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("        - !If [Live, {IndexName: GSI2}, !Ref AWS::NoValue]\n", "has an item in line 24 whose name or condition cannot be told")]
    [InlineData("        - IndexName: !ImportValue name\n", "has an item in line 24 whose name or condition cannot be told")]
    [InlineData("        - IndexName: GSI2\n", "no index GSI9")]
    [InlineData("", "is the only index")]
    public void WhatCannotBeToldIsRefused(string more, string reason)
    {
        var text = StackTemplates.Small.Replace("Outputs:", more + "Outputs:", StringComparison.Ordinal);
        var error = Assert.Throws<DdbException>(() => Edit(text).Remove(more.Length == 0 ? "GSI1" : "GSI9"));
        Assert.Equal("TemplateNotEditable", error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnIndexThatOthersReferToIsNotTakenOut()
    {
        var text = StackTemplates.Small.Replace("          KeySchema:\n            - AttributeName: PK", "          KeySchema: &key\n            - AttributeName: PK", StringComparison.Ordinal)
            .Replace("Outputs:", "        - IndexName: GSI2\n          KeySchema: *key\n          Projection: {ProjectionType: ALL}\nOutputs:", StringComparison.Ordinal);

        var error = Assert.Throws<DdbException>(() => Edit(text).Remove("GSI1"));

        Assert.Contains("has the anchor 'key', which is used elsewhere", error.Message, StringComparison.Ordinal);
        Assert.False(Edit(RemoveAndProve(text, "GSI2")).Has("GSI2"));
    }

    private static IndexEdit Edit(string text) => new(text, new TemplateTable(), null);

    /// <summary>Another reader finds the template with one index more, behind the one that it is of.</summary>
    private static string AddAndProve(string text, string index)
    {
        var added = Edit(text).AddBeside(index, index + "v2", Wanted);
        var expected = Indexes(ReadTemplate.Of(text), out var before);
        var actual = Indexes(ReadTemplate.Of(added), out var after);
        var at = expected.FindIndex(one => Name(one) == index);
        Assert.Equal(index + "v2", Name(actual[at + 1]));
        actual.RemoveAt(at + 1);
        AssertSame(expected, actual);
        ReadTemplate.AssertSame(before, after);
        return added;
    }

    private static string RemoveAndProve(string text, string index)
    {
        var removed = Edit(text).Remove(index);
        var expected = Indexes(ReadTemplate.Of(text), out var before);
        var actual = Indexes(ReadTemplate.Of(removed), out var after);
        Assert.Equal(1, expected.RemoveAll(one => Name(one) == index));
        AssertSame(expected, actual);
        ReadTemplate.AssertSame(before, after);
        return removed;
    }

    private static void AssertSame(List<JsonNode> expected, List<JsonNode> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
            ReadTemplate.AssertSame(one, other);
    }

    private static string Name(JsonNode index) => index["IndexName"]!.GetValue<string>();

    /// <summary>The indexes of a template's table, and the template without them.</summary>
    private static List<JsonNode> Indexes(JsonNode template, out JsonNode rest)
    {
        rest = template;
        var properties = template["Resources"]!.AsObject().Select(resource => resource.Value!["Properties"]).First(found => found?["GlobalSecondaryIndexes"] is not null)!.AsObject();
        List<JsonNode> indexes = [.. properties["GlobalSecondaryIndexes"]!.AsArray().Select(index => index!.DeepClone())];
        properties.Remove("GlobalSecondaryIndexes");
        return indexes;
    }
}
