using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Stacks.Templates;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Stacks.Templates;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("  \n", "it is empty")]
    [InlineData("# only a comment\n", "it holds no document")]
    [InlineData("just text", "it holds no mapping of sections such as Resources")]
    [InlineData("- a\n- b\n", "it holds no mapping of sections such as Resources")]
    [InlineData("Resources:\n  A: [\n", "line ")]
    [InlineData("Resources: {}\n---\nResources: {}\n", "a second document begins")]
    [InlineData("Resources: *none\n", "names no anchor")]
    [InlineData("{\"Resources\": {\"A\": }", "line ")]
    public void WhatIsNoTemplateIsRefused(string text, string expected) =>
        Assert.Contains(expected, StackTemplates.Refuse(text, "TemplateUnreadable").Message, StringComparison.Ordinal);

    [Fact]
    public void DepthHasALimitInBothFormats()
    {
        const int Depth = 100_000;
        StackTemplates.Refuse(string.Concat(Enumerable.Repeat("[", Depth)) + string.Concat(Enumerable.Repeat("]", Depth)), "TemplateUnreadable");
        StackTemplates.Refuse("{\"a\":" + string.Concat(Enumerable.Repeat("[", Depth)) + string.Concat(Enumerable.Repeat("]", Depth)) + "}", "TemplateUnreadable");
    }

    [Theory]
    [InlineData("Description: nothing else\n", "it has no section Resources")]
    [InlineData("Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n", "no resource is of the type AWS::DynamoDB::Table")]
    [InlineData("Resources: {}\n", "no resource is of the type AWS::DynamoDB::Table")]
    [InlineData("Resources:\n  Fn::Transform:\n    Name: AWS::Include\n", "what macros and included files bring is not looked at")]
    public void ATemplateWithoutATableIsRefused(string text, string expected) =>
        Assert.Contains(expected, StackTemplates.Refuse(text, "TemplateHasNoTable").Message, StringComparison.Ordinal);

    [Fact]
    public void AGlobalTableIsRefused()
    {
        var text = Replace("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable");
        Assert.Contains("RateLimitsTable is AWS::DynamoDB::GlobalTable", StackTemplates.Refuse(text, "TemplateTableUnsupported").Message, StringComparison.Ordinal);
        StackTemplates.Refuse(text, "TemplateTableUnsupported", new TemplateTable { LogicalId = "RateLimitsTable" });
    }

    [Theory]
    [InlineData("- AttributeName: PK\n          KeyType: HASH", "- AttributeName: id\n          KeyType: HASH", "its key is not PK (HASH) and SK (RANGE)")]
    [InlineData("        - AttributeName: SK\n          KeyType: RANGE\n", "", "its key is not PK (HASH) and SK (RANGE)")]
    [InlineData("- AttributeName: PK\n          AttributeType: S", "- AttributeName: PK\n          AttributeType: B", "do not say that PK and SK are texts")]
    [InlineData("      AttributeDefinitions:", "      Definitions:", "it has no AttributeDefinitions")]
    [InlineData("    Properties:", "    Attributes:", "it has no properties")]
    public void ATableWithAnotherKeyIsRefused(string part, string by, string expected) =>
        Assert.Contains(expected, StackTemplates.Refuse(Replace(part, by), "TemplateTableUnsupported").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("KeyType: HASH\n          Projection:\n            ProjectionType: ALL", "another key than GSI4PK (HASH) and GSI4SK (RANGE)")]
    [InlineData("KeyType: RANGE\n            - AttributeName: GSI4PK\n              KeyType: HASH\n          Projection:\n            ProjectionType: ALL", "another key than GSI4PK (HASH)")]
    public void AnotherIndexOfThatNameIsRefused(string rest, string expected)
    {
        var text = Replace("- IndexName: GSI1\n", "- IndexName: GSI4\n").Replace("KeyType: HASH\n          Projection:\n            ProjectionType: ALL", rest, StringComparison.Ordinal);
        Assert.Contains(expected, StackTemplates.Refuse(text, "TemplateConflict").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("            ProjectionType: KEYS_ONLY", "            ProjectionType: ALL", "the projection 'ALL' and not KEYS_ONLY")]
    [InlineData("            ProjectionType: KEYS_ONLY", "            ProjectionType: !ImportValue x", "the projection 'that cannot be told'")]
    [InlineData("        - AttributeName: GSI4SK\n          AttributeType: S", "        - AttributeName: GSI4SK\n          AttributeType: N", "has GSI4SK with the type 'N'")]
    [InlineData("  NamespaceAcquirePolicy:\n    Type: AWS::IAM::ManagedPolicy", "  NamespaceAcquirePolicy:\n    Type: AWS::IAM::Policy", "NamespaceAcquirePolicy in line ")]
    public void WhatStandsInTheWayIsRefused(string part, string by, string expected)
    {
        var whole = StackTemplates.Convert(StackTemplates.Small).Text;
        Assert.Contains(part, whole, StringComparison.Ordinal);
        var error = StackTemplates.Refuse(whole.Replace(part, by, StringComparison.Ordinal), "TemplateConflict");
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(DdbErrorKind.AlreadyExists, error.Kind);
    }

    [Fact]
    public void AParameterWithThePolicysNameIsRefused() => Assert.Contains("a parameter in line 3",
        StackTemplates.Refuse("Parameters:\n  NamespaceReadOnlyPolicy:\n    Type: String\n" + StackTemplates.Small, "TemplateConflict").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("      GlobalSecondaryIndexes:\n", "      GlobalSecondaryIndexes: !If\n        - A\n        - []\n        - []\n      Other:\n", "GlobalSecondaryIndexes in line 17 is the function Fn::If and not a list")]
    [InlineData("      GlobalSecondaryIndexes:\n", "      GlobalSecondaryIndexes: {'Fn::If': [A, [], []]}\n      Other:\n", "is the function Fn::If and not a list")]
    [InlineData("      GlobalSecondaryIndexes:\n", "      GlobalSecondaryIndexes:\n      Other:\n", "is empty and not a list")]
    [InlineData("    Value: my-app\n", "    Value: my-app\nOutputs:\n  B: {Value: c}\n", "the template has Outputs more than once")]
    [InlineData("    Properties:\n", "    Properties: &table\n", "Resources.RateLimitsTable.Properties in line 4 has the anchor 'table'")]
    [InlineData("        - IndexName: GSI1\n", "        - !If [A, {IndexName: GSI4}, !Ref AWS::NoValue]\n        - IndexName: GSI1\n", "that holds GSI4 on a condition")]
    [InlineData("      AttributeDefinitions:\n", "      AttributeDefinitions: *list\n      Other:\n", "is an alias of 'list'")]
    public void WhatCannotBeEditedIsRefused(string part, string by, string expected)
    {
        var text = "Metadata:\n  List: &list [{AttributeName: PK, AttributeType: S}]\n  Value: *list\n" + Replace(part, by).Replace("Outputs:\n  T", "  Copy: *table\nOutputs:\n  T", StringComparison.Ordinal);
        if (!text.Contains("&table", StringComparison.Ordinal))
            text = text.Replace("  Copy: *table\n", "", StringComparison.Ordinal);
        text = text[text.IndexOf(text.Contains("AttributeDefinitions: *list", StringComparison.Ordinal) ? "Metadata" : "Resources", StringComparison.Ordinal)..];
        Assert.Contains(expected, StackTemplates.Refuse(text, "TemplateNotEditable").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMemberFromAMergeKeyIsRefused()
    {
        var text = "Metadata:\n  Base: &base\n    AttributeDefinitions: [{AttributeName: PK, AttributeType: S}, {AttributeName: SK, AttributeType: S}]\n"
            + Replace("      AttributeDefinitions:\n        - AttributeName: PK\n          AttributeType: S\n        - AttributeName: SK\n          AttributeType: S\n", "      <<: *base\n");
        Assert.Contains("comes from line 3 by a merge key", StackTemplates.Refuse(text, "TemplateNotEditable").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALastTextWithoutALineBreakIsRefused()
    {
        var text = Replace("    Value: my-app\n", "    Value: |\n      text");
        Assert.Contains("end the template with a line break", StackTemplates.Refuse(text, "TemplateNotEditable").Message, StringComparison.Ordinal);
        StackTemplates.ConvertAndProve(text + "\n");
    }

    [Fact]
    public void ThePlaceIsNamed()
    {
        var error = Assert.Throws<DdbException>(() => NamespaceTemplate.Convert("{}", new TemplateTable(), "stack.yaml"));
        Assert.StartsWith("The template 'stack.yaml' has no DynamoDB table: ", error.Message, StringComparison.Ordinal);
        Assert.Equal("stack.yaml", error.Target);
    }

    private static string Replace(string part, string by)
    {
        Assert.Contains(part, StackTemplates.Small, StringComparison.Ordinal);
        return StackTemplates.Small.Replace(part, by, StringComparison.Ordinal);
    }
}
