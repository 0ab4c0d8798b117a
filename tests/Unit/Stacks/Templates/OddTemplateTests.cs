using Xunit;

namespace DynamoNamespace.Tests.Unit.Stacks.Templates;

public sealed class OddTemplateTests
{
    [Fact]
    public void AByteOrderMarkAndDocumentMarkersStay()
    {
        var converted = StackTemplates.ConvertAndProve("\uFEFF%YAML 1.1\n---\n" + StackTemplates.Small + "...\n# the end\n");
        Assert.StartsWith("\uFEFF%YAML 1.1\n---\nResources:", converted, StringComparison.Ordinal);
        Assert.EndsWith("    Value: !Ref NamespaceReadOnlyPolicy\n...\n# the end\n", converted, StringComparison.Ordinal);
    }

    [Fact]
    public void CommentsStayWithWhatTheyAreAbout()
    {
        var converted = StackTemplates.ConvertAndProve(Replace(
            "            ProjectionType: ALL\n", "            ProjectionType: ALL # all of it\n          # still about GSI1\n\n      # about what follows\n"));
        Assert.Contains("# all of it\n          # still about GSI1\n        - IndexName: GSI4\n", converted, StringComparison.Ordinal);
        Assert.Contains("KEYS_ONLY\n\n      # about what follows\n  NamespaceAcquirePolicy:\n", converted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("|", "text\n")]
    [InlineData("|-", "text")]
    [InlineData(">", "text\n")]
    [InlineData("|+", "text\n\n\n")]
    [InlineData("!Sub |+", "text\n\n\n")]
    [InlineData("|2", "  text\n")]
    [InlineData("| # + a comment", "text\n")]
    public void ATextOverSeveralLinesInFrontKeepsItsLines(string header, string expected)
    {
        var indent = header == "|2" ? "        " : "      ";
        var text = Replace("    Value: my-app\n", $"    Value: {header}\n{indent}text\n\n\n");
        var value = ReadTemplate.Of(StackTemplates.ConvertAndProve(text))["Outputs"]!["TableName"]!["Value"]!;
        Assert.Equal(expected, (string?)(value is System.Text.Json.Nodes.JsonObject call ? call["Fn::Sub"] : value));
    }

    [Fact]
    public void LinesOfSpacesInATextCount() =>
        StackTemplates.ConvertAndProve(Replace("    Value: my-app\n", "    Value: |\n      text\n         \n   \n\n"));

    [Fact]
    public void TabsQuotesAndOtherAlphabetsAreNotTouched() => StackTemplates.ConvertAndProve(Replace(
        "    Value: my-app\n", "    Value: \"tab\there \\u00e9 \\\n      and on\"\t# a tab\n    Description: 'Größe 表 😀 it''s'\n    \"Quoted: key\": plain\ttab\n    ? complex\n    : value\n"));

    [Fact]
    public void AnchorsAndMergeKeysElsewhereAreNotTouched() => StackTemplates.ConvertAndProve(Replace(
        "Outputs:\n", "  First: &topic\n    Type: AWS::SNS::Topic\n    Properties: &properties\n      DisplayName: one\n  Second: *topic\n  Third:\n    <<: *topic\n    Properties:\n      <<: *properties\nOutputs:\n"));

    [Fact]
    public void AnAnchorThatNothingRefersToIsNoHindrance() =>
        StackTemplates.ConvertAndProve(Replace("      AttributeDefinitions:\n", "      AttributeDefinitions: &definitions\n"));

    [Fact]
    public void MacrosAndLoopsAreLeftAlone() => StackTemplates.ConvertAndProve(
        "Transform:\n  - AWS::LanguageExtensions\n" + Replace(
            "Outputs:\n", "  Fn::ForEach::Topics:\n    - Name\n    - [A, B]\n    - Topic${Name}:\n        Type: AWS::SNS::Topic\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/more.yaml}}\nOutputs:\n"));

    [Fact]
    public void AnItemOnAConditionStays()
    {
        var converted = StackTemplates.ConvertAndProve(Replace(
            "      GlobalSecondaryIndexes:\n", "      GlobalSecondaryIndexes:\n        - !If\n          - HasMore\n          - IndexName: GSI9\n            KeySchema: []\n          - !Ref AWS::NoValue\n"));
        Assert.Contains("        - IndexName: GSI4\n", converted, StringComparison.Ordinal);
    }

    [Fact]
    public void DuplicatesElsewhereAreNotJudged()
    {
        var text = Replace("Outputs:\n", "  Topic:\n    Type: AWS::SNS::Topic\n    Metadata: {a: 1, a: 2}\nOutputs:\n");
        Assert.Equal(StackTemplates.AllAdditions, StackTemplates.Convert(text).Additions);
    }

    [Fact]
    public void EmptySectionsInBracketsAreFilled()
    {
        var converted = StackTemplates.ConvertAndProve(
            StackTemplates.Small[..StackTemplates.Small.IndexOf("      GlobalSecondaryIndexes", StringComparison.Ordinal)] + "      GlobalSecondaryIndexes: []\nOutputs: { }  # none yet\n");
        Assert.Contains("      GlobalSecondaryIndexes: [{IndexName: GSI4, KeySchema: [{AttributeName: GSI4PK, KeyType: HASH}, {AttributeName: GSI4SK, KeyType: RANGE}], Projection: {ProjectionType: KEYS_ONLY}}]\n", converted, StringComparison.Ordinal);
        Assert.Contains("Value: !Ref NamespaceReadOnlyPolicy} }  # none yet\n", converted, StringComparison.Ordinal);
    }

    [Fact]
    public void BracketsWithCommentsAndALastCommaAreEdited()
    {
        var text = StackTemplates.Small.Replace(
            "        - AttributeName: PK\n          AttributeType: S\n        - AttributeName: SK\n          AttributeType: S\n",
            "        [\n          {AttributeName: PK, AttributeType: S}, # the partition\n          {AttributeName: SK, AttributeType: S} # the order\n        ]\n", StringComparison.Ordinal);
        var converted = StackTemplates.ConvertAndProve(text);
        Assert.Contains("AttributeType: S}, # the order\n          {AttributeName: GSI4PK, AttributeType: S},\n          {AttributeName: GSI4SK, AttributeType: S}\n        ]", converted, StringComparison.Ordinal);

        var trailing = StackTemplates.ConvertAndProve(text.Replace("S} # the order", "S}, # the order", StringComparison.Ordinal));
        Assert.Contains("# the order\n          {AttributeName: GSI4PK, AttributeType: S},\n          {AttributeName: GSI4SK, AttributeType: S},\n        ]", trailing, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatOnlyLooksLikeJsonIsEditedAsYaml()
    {
        var json = StackTemplates.Fixture("zae-limiter-0.9.stack.json");
        var converted = StackTemplates.ConvertAndProve(json.Replace("  \"Resources\": {", "  # with a comment\n  \"Resources\": {", StringComparison.Ordinal));
        Assert.Contains("          { \"AttributeName\": \"GSI4SK\", \"AttributeType\": \"S\" }\n", converted, StringComparison.Ordinal);
        Assert.Contains("\"Fn::Sub\": \"${AWS::StackName}-ns-acq\"", converted, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonEscapesAndEmptySectionsAreKept()
    {
        var json = StackTemplates.Fixture("zae-limiter-0.9.stack.json")
            .Replace("\"A rate limiter's", "\"\\u00e9\\ud83d\\ude00\\/ A rate limiter's", StringComparison.Ordinal)
            .Replace("{\n    \"TableName\": {\n      \"Value\": { \"Ref\": \"Store\" }\n    }\n  }", "{}", StringComparison.Ordinal);
        var converted = StackTemplates.ConvertAndProve(json);
        Assert.Contains("\"\\u00e9\\ud83d\\ude00\\/ A rate", converted, StringComparison.Ordinal);
        Assert.Contains("  \"Outputs\": {\n    \"NamespaceAcquirePolicyArn\": {\n      \"Value\": {\n        \"Ref\": \"NamespaceAcquirePolicy\"\n", converted, StringComparison.Ordinal);
        Assert.EndsWith("    }\n  }\n}\n", converted, StringComparison.Ordinal);
    }

    private static string Replace(string part, string by)
    {
        var at = StackTemplates.Small.LastIndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The template has no '{part}'.");
        return StackTemplates.Small[..at] + by + StackTemplates.Small[(at + part.Length)..];
    }
}
