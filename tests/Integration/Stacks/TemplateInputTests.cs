using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>How a template and its parameters come to CloudFormation.</summary>
public sealed class TemplateInputTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task ParametersKeepTheirValuesUnlessNewOnesAreGiven()
    {
        var template = StackTexts.Parametrized(StackTexts.Table("Limits", "${AWS::StackName}"));
        await using var stack = await TestStack.CreateAsync(engine, template);
        await stack.ChangeParametersAsync(("Secret", "hush"), ("Stage", "test"));

        var unknown = await stack.FailAsync("TemplateParameterInvalid", options => options with { ParameterValues = new Dictionary<string, string>(StringComparer.Ordinal) { ["stage"] = "x" } });
        Assert.Contains("does not declare the parameter 'stage'. It declares: Secret, Stage.", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(0, stack.Plane.Log.Count("CreateChangeSet"));

        await stack.UpdateAsync();
        Assert.Equal($"{stack.Name}-test-hush", await stack.LogGroupAsync());
        await stack.UpdateAsync(options => options with { ParameterValues = new Dictionary<string, string>(StringComparer.Ordinal) { ["Stage"] = "prod" } });
        Assert.Equal($"{stack.Name}-prod-hush", await stack.LogGroupAsync());
        await stack.AssertUpgradedAsync(template);

        // The same once more is no change.
        var made = stack.Plane.Log.Count("CreateChangeSet");
        await stack.UpdateAsync(options => options with { ParameterValues = new Dictionary<string, string>(StringComparer.Ordinal) { ["Stage"] = "prod" } });
        Assert.Equal(made, stack.Plane.Log.Count("CreateChangeSet"));
        Assert.All(stack.Plane.Log.Of("CreateChangeSet"), call => Assert.DoesNotContain(call.Parameters.Values, value => value is "hush" or "****"));
    }

    [Fact]
    public async Task ALargeTemplateGoesThroughABucket()
    {
        await using var stack = await TestStack.CreateAsync(engine, null);
        // What is deployed just fits into a request; with the additions it does not.
        var template = TestStack.Padded(TestStack.Yaml, 50_500 - TestStack.Yaml.Length);
        await stack.Api.CreateStackAsync(stack.Name, template);

        var without = await stack.FailAsync("TemplateTooLarge");
        var missing = await stack.FailAsync("BucketNotFound", options => options with { TemplateBucket = "no-such-bucket" });
        Assert.Equal(DdbErrorKind.LimitExceeded, without.Kind);
        Assert.Contains("-TemplateBucket", without.Message, StringComparison.Ordinal);
        Assert.Equal((DdbErrorKind.NotFound, "no-such-bucket"), (missing.Kind, missing.Target));
        await stack.CreateBucketAsync("templates");
        stack.Plane.Faults.DenyAction("s3:PutObject");
        var denied = await stack.FailAsync("AccessDenied", options => options with { TemplateBucket = "templates" });
        Assert.Contains("s3:PutObject", denied.Message, StringComparison.Ordinal);
        await stack.AssertUntouchedAsync(template);
        Assert.Equal(0, stack.Plane.Log.Count("CreateChangeSet"));

        stack.Plane.Faults.AllowAction("s3:PutObject");
        Assert.True((await stack.UpdateAsync(options => options with { TemplateBucket = "templates" })).IsUpgraded);
        await stack.AssertUpgradedAsync(template);
    }

    [Fact]
    public async Task AnUpgradedStackWithALargeTemplateNeedsNoBucket()
    {
        await using var stack = await TestStack.CreateAsync(engine, null);
        var template = TestStack.Padded(TestStack.Yaml, 50_500 - TestStack.Yaml.Length);
        await stack.Api.CreateStackAsync(stack.Name, template);
        await stack.CreateBucketAsync("templates");
        await stack.UpdateAsync(options => options with { TemplateBucket = "templates" });

        Assert.True((await stack.UpdateAsync()).IsUpgraded);
    }
}
