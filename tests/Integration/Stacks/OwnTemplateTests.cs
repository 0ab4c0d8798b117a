using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Stacks;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>A template of the user's own is deployed as it is, unless the table would be lost.</summary>
public sealed class OwnTemplateTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ddbns-template-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ItIsDeployedAsItIsAndChangedCodeIsWarnedOf()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var template = TestStack.Converted(TestStack.Yaml).Replace("The real code comes by another way", "The real code came", StringComparison.Ordinal);
        var audience = new StackAudience();

        var updated = await stack.UpdateAsync(Given(template), audience);

        Assert.True(updated.IsUpgraded);
        Assert.Equal(template, await stack.TemplateAsync());
        Assert.Contains("The template changes the code of AggregatorFunction", Assert.Single(audience.Warnings), StringComparison.Ordinal);
        Assert.Equal(["default"], await stack.NamespacesAsync());

        var again = new StackAudience();
        Assert.True((await stack.UpdateAsync(Given(template), again)).IsUpgraded);
        Assert.Empty(again.Changes);
        Assert.Empty(await stack.OpenChangeSetsAsync());
    }

    [Fact]
    public async Task ItMayStandInABucket()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var template = TestStack.Converted(TestStack.Yaml);
        await stack.PutObjectAsync("own", "folder/template.yaml", template);

        Assert.True((await stack.UpdateAsync(options => options with { TemplateUrl = $"{stack.Plane.EndpointUrl}/own/folder/template.yaml" })).IsUpgraded);

        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task OneThatReplacesOrRemovesTheTableIsRefused()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var converted = TestStack.Converted(TestStack.Yaml);
        foreach (var template in new[]
        {
            converted.Replace("TableName: !Ref AWS::StackName", "TableName: !Sub ${AWS::StackName}-new", StringComparison.Ordinal),
            converted.Replace("RateLimitsTable", "OtherTable", StringComparison.Ordinal).Replace("TableName: !Ref AWS::StackName", "TableName: !Sub ${AWS::StackName}-new", StringComparison.Ordinal),
        })
        {
            var error = await stack.FailAsync("TableWouldBeReplaced", Given(template));
            Assert.Equal((DdbErrorKind.InvalidArgument, stack.Name), (error.Kind, error.Target));
            Assert.Contains("all its items", error.Message, StringComparison.Ordinal);
        }

        await stack.AssertUntouchedAsync(TestStack.Yaml);
    }

    /// <summary>CloudFormation calls a change of AttributeDefinitions conditional: to add some is none, to change the type of one is a replacement.</summary>
    [Theory]
    [InlineData(false, "S", true)]
    [InlineData(true, "S", true)]
    [InlineData(true, "N", false)]
    public async Task AConditionalReplacementIsLookedAt(bool isGiven, string type, bool isTaken)
    {
        var before = StackTexts.Parametrized(StackTexts.Table("Limits", "${AWS::StackName}"));
        await using var stack = await TestStack.CreateAsync(engine, before);
        var template = TestStack.Converted(StackTexts.Parametrized(StackTexts.Table("Limits", "${AWS::StackName}", type)));
        stack.EditAnswers("DescribeChangeSet", text => text
            .Replace("<Replacement>False</Replacement>", "<Replacement>Conditional</Replacement>", StringComparison.Ordinal)
            .Replace("<Name>AttributeDefinitions</Name><RequiresRecreation>Never<", "<Name>AttributeDefinitions</Name><RequiresRecreation>Conditionally<", StringComparison.Ordinal));
        Func<StackUpdateOptions, StackUpdateOptions> with = isGiven ? Given(template) : options => options;
        var audience = new StackAudience();

        if (isTaken)
        {
            Assert.True((await stack.UpdateAsync(with, audience)).IsUpgraded);
            Assert.Contains(audience.Changes, change => change is { LogicalResourceId: "Limits", Replacement: "Conditional" });
            stack.Proxy.Hook = null;
            await stack.AssertUpgradedAsync(before);
        }
        else
        {
            var error = await stack.FailAsync("TableWouldBeReplaced", with);
            Assert.Contains("(Replacement Conditional)", error.Message, StringComparison.Ordinal);
            stack.Proxy.Hook = null;
            await stack.AssertUntouchedAsync(before);
        }
    }

    [Fact]
    public async Task OneWithoutTheIndexIsDeployedAndThenTold()
    {
        await using var stack = await TestStack.CreateAsync(engine);

        var error = await stack.FailAsync("IndexMissing", Given(TestStack.Yaml.Replace("Default: 30", "Default: 60", StringComparison.Ordinal)));

        Assert.Contains("ConvertTo-DdbNamespaceTemplate", error.Message, StringComparison.Ordinal);
        Assert.Empty(await stack.NamespacesAsync());
    }

    [Theory]
    [InlineData("Resources:\n  A: [", "TemplateRefused", "does not take the template")]
    [InlineData("Parameters:\n  Color:\n    Type: String\nResources:\n  A:\n    Type: AWS::Logs::LogGroup\n", "TemplateParameterInvalid", "needs a value for its parameter 'Color'")]
    public async Task OneThatIsNoTemplateForTheStackIsRefused(string template, string errorId, string reason)
    {
        await using var stack = await TestStack.CreateAsync(engine);

        var error = await stack.FailAsync(errorId, Given(template));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        await stack.AssertUntouchedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task AFileThatCannotBeReadIsNamed()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var error = await stack.FailAsync("TemplateNotReadable", options => options with { TemplatePath = Path.Combine(folder, "none.yaml") });
        Assert.Equal(Path.Combine(folder, "none.yaml"), error.Target);
        await stack.AssertUntouchedAsync(TestStack.Yaml);
    }

    private Func<StackUpdateOptions, StackUpdateOptions> Given(string template)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():n}.yaml");
        File.WriteAllText(path, template);
        return options => options with { TemplatePath = path };
    }
}
