using DynamoNamespace.Engine.Stacks.Templates;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Stacks.Templates;

public sealed class TableFinderTests
{
    [Theory]
    [InlineData("my-app")]
    [InlineData("!Ref AWS::StackName")]
    [InlineData("{Ref: 'AWS::StackName'}")]
    [InlineData("!Sub ${AWS::StackName}")]
    [InlineData("!Sub my-${Suffix}")]
    [InlineData("!Sub ['${First}-${Suffix}', {First: my}]")]
    [InlineData("!Join ['-', [my, !Ref Suffix]]")]
    [InlineData("!Ref Whole")]
    public void ATableIsFoundByWhatItsNameComesTo(string name)
    {
        var table = new TemplateTable { TableName = "my-app", StackName = "my-app", ParameterValues = new Dictionary<string, string>(StringComparer.Ordinal) { ["Whole"] = "my-app" } };
        Assert.Equal("Second", StackTemplates.Convert(Two("other", name), table).TableLogicalId);
        Assert.Equal("First", StackTemplates.Convert(Two(name, "other"), table).TableLogicalId);
    }

    [Fact]
    public void TheLogicalIdGoesBeforeTheName() =>
        Assert.Equal("First", StackTemplates.Convert(Two("one", "two"), new TemplateTable { LogicalId = "First", TableName = "two" }).TableLogicalId);

    [Fact]
    public void TheOnlyTableNeedsNoName()
    {
        Assert.Equal("RateLimitsTable", StackTemplates.Convert(StackTemplates.Small).TableLogicalId);
        var unknown = StackTemplates.Small.Replace("TableName: my-app", "TableName: !ImportValue name", StringComparison.Ordinal);
        Assert.Equal("RateLimitsTable", StackTemplates.Convert(unknown, new TemplateTable { TableName = "my-app" }).TableLogicalId);
    }

    [Fact]
    public void ANameFromTheParameterStoreIsNotKnown()
    {
        var text = "Parameters:\n  Name: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /apps/table}\n"
            + StackTemplates.Small.Replace("TableName: my-app", "TableName: !Ref Name", StringComparison.Ordinal);
        Assert.Equal("RateLimitsTable", StackTemplates.Convert(text, new TemplateTable { TableName = "my-app" }).TableLogicalId);
        StackTemplates.Refuse(text.Replace("AWS::SSM::Parameter::Value<String>", "String", StringComparison.Ordinal), "TemplateTableNotFound", new TemplateTable { TableName = "my-app" });
    }

    [Fact]
    public void AnotherNameIsRefusedWithWhatThereIs()
    {
        var error = StackTemplates.Refuse(StackTemplates.Small, "TemplateTableNotFound", new TemplateTable { TableName = "other" });
        Assert.Contains("none is named 'other', and there is RateLimitsTable (named 'my-app')", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherLogicalIdIsRefusedWithWhatThereIs()
    {
        Assert.Contains("no resource has the logical ID 'Nothing', and there is RateLimitsTable (named 'my-app')",
            StackTemplates.Refuse(StackTemplates.Small, "TemplateTableNotFound", new TemplateTable { LogicalId = "Nothing" }).Message, StringComparison.Ordinal);
        var text = StackTemplates.Small.Replace("Outputs:", "  Topic: {Type: AWS::SNS::Topic}\nOutputs:", StringComparison.Ordinal);
        Assert.Contains("the resource Topic is AWS::SNS::Topic and not AWS::DynamoDB::Table",
            StackTemplates.Refuse(text, "TemplateTableNotFound", new TemplateTable { LogicalId = "Topic" }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "one", "two", "no name was given, and there are First (named 'one'), Second (named 'two')")]
    [InlineData("my-app", "one", "!Ref AWS::StackName", "none is surely named 'my-app', and there are First (named 'one'), Second (its name is not known here)")]
    [InlineData("one", "one", "one", "several are named 'one', First (named 'one'), Second (named 'one')")]
    public void SeveralThatCouldBeMeantAreRefused(string? name, string first, string second, string expected) => Assert.Contains(
        expected, StackTemplates.Refuse(Two(first, second), "TemplateTableAmbiguous", new TemplateTable { TableName = name }).Message, StringComparison.Ordinal);

    private static string Two(string first, string second)
    {
        var table = StackTemplates.Small[StackTemplates.Small.IndexOf("    Type:", StringComparison.Ordinal)..StackTemplates.Small.IndexOf("Outputs:", StringComparison.Ordinal)];
        return "Parameters:\n  Suffix:\n    Type: String\n    Default: app\n  Whole:\n    Type: String\nResources:\n"
            + "  First:\n" + table.Replace("TableName: my-app", "TableName: " + first, StringComparison.Ordinal)
            + "  Second:\n" + table.Replace("TableName: my-app", "TableName: " + second, StringComparison.Ordinal);
    }
}
