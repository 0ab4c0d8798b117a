using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Stacks.Templates;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Stacks.Templates;

public sealed class ConversionTests
{
    private const string Deployed = "zae-limiter-0.9.stack.yaml";

    [Fact]
    public void ADeployedTemplateGetsLinesAndLosesNone()
    {
        var text = StackTemplates.Fixture(Deployed);
        var converted = StackTemplates.ConvertAndProve(text, new TemplateTable { TableName = "my-app", StackName = "my-app" });
        var added = StackTemplates.AddedLines(text, converted);
        Assert.Equal(converted.Split('\n').Length - text.Split('\n').Length, added.Count);
        Assert.Equal(StackTemplates.AllAdditions, StackTemplates.Convert(text).Additions);
    }

    [Fact]
    public void WhatIsAddedStandsBehindItsNeighbours()
    {
        var lines = StackTemplates.Convert(StackTemplates.Fixture(Deployed)).Text.Split('\n');
        Assert.Equal(["          AttributeType: S", "        - AttributeName: GSI4PK", "          AttributeType: S", "        - AttributeName: GSI4SK", "          AttributeType: S", ""],
            Around(lines, "        - AttributeName: GSI4PK", -1, 5));
        Assert.Equal(["            ProjectionType: KEYS_ONLY  # the reader asks for the rest", "", "        - IndexName: GSI4"], Around(lines, "        - IndexName: GSI4", -2, 1));
        Assert.Equal(["              - !Sub ${RateLimitsTable.Arn}/index/*", "", "  NamespaceAcquirePolicy:"], Around(lines, "  NamespaceAcquirePolicy:", -2, 1));
        var outputs = Array.IndexOf(lines, "Outputs:");
        Assert.Equal(["    Value: !GetAtt AggregatorFunction.Arn", "", "  NamespaceAcquirePolicyArn:", "    Condition: HasIam", "    Value: !Ref NamespaceAcquirePolicy", ""],
            Around(lines[outputs..], "  NamespaceAcquirePolicyArn:", -2, 4));
        Assert.EndsWith("    Value: !Ref NamespaceReadOnlyPolicy\n", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public void TheTagOfAPrincipalIsLeftToIam()
    {
        var lines = StackTemplates.Convert(StackTemplates.Small).Text.Split('\n').Where(line => line.Contains("PrincipalTag", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.Equal("- \"${aws:PrincipalTag/zael_namespace_id}/*\"", line.Trim()));
    }

    [Fact]
    public void PoliciesAndOutputsAreThereWhenTheirTableLevelOnesAre()
    {
        var template = ReadTemplate.Of(StackTemplates.Convert(StackTemplates.Fixture(Deployed).Replace(
            "  ReadOnlyPolicy:\n    Type: AWS::IAM::ManagedPolicy\n    Condition: HasIam\n", "  ReadOnlyPolicy:\n    Type: AWS::IAM::ManagedPolicy\n", StringComparison.Ordinal)).Text);
        foreach (var (name, condition) in new[] { ("NamespaceAcquirePolicy", "HasIam"), ("NamespaceFullAccessPolicy", "HasIam"), ("NamespaceReadOnlyPolicy", null) })
        {
            Assert.Equal(condition, (string?)template["Resources"]![name]!["Condition"]);
            Assert.Equal(condition, (string?)template["Outputs"]![name + "Arn"]!["Condition"]);
        }
    }

    [Fact]
    public void WithoutTableLevelPoliciesTheTablesConditionCounts()
    {
        var template = ReadTemplate.Of(StackTemplates.Convert(StackTemplates.Small.Replace(
            "    Type: AWS::DynamoDB::Table\n", "    Type: AWS::DynamoDB::Table\n    Condition: HasTable\n", StringComparison.Ordinal)).Text);
        Assert.Equal("HasTable", (string?)template["Resources"]!["NamespaceReadOnlyPolicy"]!["Condition"]);
        Assert.Equal("HasTable", (string?)template["Outputs"]!["NamespaceReadOnlyPolicyArn"]!["Condition"]);
    }

    [Fact]
    public void ASectionThatIsMissingIsAddedWhole()
    {
        var text = StackTemplates.Small[..StackTemplates.Small.IndexOf("Outputs:", StringComparison.Ordinal)]
            .Replace("      GlobalSecondaryIndexes:\n        - IndexName: GSI1\n          KeySchema:\n            - AttributeName: PK\n              KeyType: HASH\n          Projection:\n            ProjectionType: ALL\n", "", StringComparison.Ordinal);
        Assert.DoesNotContain("GSI1", text, StringComparison.Ordinal);
        var converted = StackTemplates.ConvertAndProve(text);
        Assert.Contains("          KeyType: RANGE\n      GlobalSecondaryIndexes:\n        - IndexName: GSI4\n          KeySchema:\n", converted, StringComparison.Ordinal);
        Assert.Contains("\nOutputs:\n  NamespaceAcquirePolicyArn:\n    Value: !Ref NamespaceAcquirePolicy\n", converted, StringComparison.Ordinal);
        Assert.Equal(StackTemplates.AllAdditions, StackTemplates.Convert(text).Additions);
    }

    [Fact]
    public void OnlyWhatIsMissingIsAdded()
    {
        var whole = StackTemplates.Convert(StackTemplates.Small).Text;
        foreach (var (part, lines, expected) in new[]
        {
            ("  NamespaceFullAccessPolicyArn:", 2, "Outputs: NamespaceFullAccessPolicyArn"),
            ("        - AttributeName: GSI4SK", 2, "Resources.RateLimitsTable.Properties.AttributeDefinitions: GSI4SK"),
            ("        - AttributeName: GSI4PK", 2, "Resources.RateLimitsTable.Properties.AttributeDefinitions: GSI4PK"),
            ("        - IndexName: GSI4", 8, "Resources.RateLimitsTable.Properties.GlobalSecondaryIndexes: GSI4"),
            ("  NamespaceReadOnlyPolicy:", 20, "Resources: NamespaceReadOnlyPolicy"),
        })
        {
            var partly = Without(whole, part, lines);
            Assert.Equal([expected], StackTemplates.Convert(partly).Additions);
            StackTemplates.ConvertAndProve(partly);
        }
    }

    [Fact]
    public void AnIndexOfAProvisionedTableTakesTheUnitsOfTheOthers()
    {
        var provisioned = StackTemplates.Small.Replace("      BillingMode: PAY_PER_REQUEST\n",
            "      BillingMode: !If [OnDemand, PAY_PER_REQUEST, PROVISIONED]\n      ProvisionedThroughput: !If [OnDemand, !Ref AWS::NoValue, {ReadCapacityUnits: 5, WriteCapacityUnits: !Ref Units}]\n", StringComparison.Ordinal);
        var index = Index(StackTemplates.Convert(provisioned).Text);
        ReadTemplate.AssertSame(JsonNode.Parse(
            """{"Fn::If":["OnDemand",{"Ref":"AWS::NoValue"},{"ReadCapacityUnits":"5","WriteCapacityUnits":{"Ref":"Units"}}]}"""), index["ProvisionedThroughput"]);

        var ofIndex = provisioned.Replace("            ProjectionType: ALL\n",
            "            ProjectionType: ALL\n          ProvisionedThroughput: {ReadCapacityUnits: 7, WriteCapacityUnits: 8}\n", StringComparison.Ordinal);
        ReadTemplate.AssertSame(JsonNode.Parse("""{"ReadCapacityUnits":"7","WriteCapacityUnits":"8"}"""), Index(StackTemplates.Convert(ofIndex).Text)["ProvisionedThroughput"]);

        static JsonNode Index(string text) => ReadTemplate.Of(text)["Resources"]!["RateLimitsTable"]!["Properties"]!["GlobalSecondaryIndexes"]![1]!;
    }

    private static string[] Around(string[] lines, string line, int from, int to)
    {
        var at = Array.IndexOf(lines, line);
        Assert.True(at >= 0, $"There is no line '{line}'.");
        return lines[(at + from)..(at + to)];
    }

    private static string Without(string text, string line, int count)
    {
        var lines = text.Split('\n').ToList();
        var at = lines.IndexOf(line);
        Assert.True(at >= 0, $"There is no line '{line}'.");
        lines.RemoveRange(at, count);
        return string.Join('\n', lines);
    }
}
