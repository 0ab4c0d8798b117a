using System.Text.RegularExpressions;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>What cannot be upgraded is refused before anything is changed, with what helps.</summary>
public sealed partial class RefusalTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("REVIEW_IN_PROGRESS", "It was never created")]
    [InlineData("CREATE_IN_PROGRESS", "Wait until that has ended")]
    [InlineData("CREATE_FAILED", "deleted and created anew")]
    [InlineData("ROLLBACK_COMPLETE", "deleted and created anew")]
    [InlineData("ROLLBACK_FAILED", "deleted and created anew")]
    [InlineData("DELETE_IN_PROGRESS", "It is being deleted")]
    [InlineData("DELETE_FAILED", "See its events")]
    [InlineData("UPDATE_IN_PROGRESS", "Wait until that has ended")]
    [InlineData("UPDATE_ROLLBACK_IN_PROGRESS", "Wait until that has ended")]
    [InlineData("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "Wait until that has ended")]
    [InlineData("UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback --stack-name ")]
    [InlineData("UPDATE_FAILED", "roll it back or retry it")]
    [InlineData("IMPORT_IN_PROGRESS", "Wait until that has ended")]
    public async Task AStackInSuchAStateIsRefused(string status, string remedy)
    {
        await using var stack = await TestStack.CreateAsync(engine);
        stack.EditAnswers("DescribeStacks", text => Status().Replace(text, $"<StackStatus>{status}</StackStatus><StackStatusReason>It is so.</StackStatusReason>"));

        var error = await stack.FailAsync("StackNotUpdatable");

        Assert.Equal((DdbErrorKind.InvalidState, stack.Name), (error.Kind, error.Target));
        Assert.StartsWith($"Stack '{stack.Name}' is {status} (It is so) and cannot be updated.", error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed.", error.Message, StringComparison.Ordinal);
        stack.Proxy.Hook = null;
        await stack.AssertUntouchedAsync(TestStack.Yaml);
        Assert.Equal(0, stack.Plane.Log.Count("CreateChangeSet"));
    }

    [Fact]
    public async Task AStackWhoseCreationFailedIsRefusedByItsState()
    {
        await using var stack = await TestStack.CreateAsync(engine, null);
        stack.Plane.Faults.FailResource("AcquireOnlyPolicy", "No.");
        await Assert.ThrowsAsync<Support.ControlPlane.ControlPlaneException>(() => stack.Api.CreateStackAsync(stack.Name, TestStack.Yaml));

        var error = await stack.FailAsync("StackNotUpdatable");

        Assert.Contains("is ROLLBACK_COMPLETE", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStackThatIsNotThereIsNamedWithItsRegion()
    {
        await using var stack = await TestStack.CreateAsync(engine);

        var missing = await stack.FailAsync("StackNotFound", options => options with { StackName = "no-such-stack" });
        var elsewhere = await stack.FailAsync("StackNotFound", options => options with { Connection = options.Connection with { Region = "eu-west-1" } });
        var china = await stack.FailAsync("StackNotFound", options => options with { Connection = options.Connection with { Region = "cn-north-1" } });

        Assert.Equal((DdbErrorKind.NotFound, "no-such-stack"), (missing.Kind, missing.Target));
        Assert.Contains("There is no stack 'no-such-stack' in us-east-1.", missing.Message, StringComparison.Ordinal);
        Assert.Contains($"'{stack.Name}' in eu-west-1.", elsewhere.Message, StringComparison.Ordinal);
        Assert.Contains("in cn-north-1.", china.Message, StringComparison.Ordinal);
        await stack.AssertUntouchedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task ADeletedStackIsRefusedAlsoByItsId()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var id = (await stack.DescribeAsync()).Element("StackId")!.Value;
        await stack.Api.CloudFormationAsync("DeleteStack", [("StackName", stack.Name)]);
        await stack.Api.WaitForStackAsync(id, "DELETE_COMPLETE");

        await stack.FailAsync("StackNotFound");
        var error = await stack.FailAsync("StackNotUpdatable", options => options with { StackName = id });

        Assert.Contains("is DELETE_COMPLETE", error.Message, StringComparison.Ordinal);
        Assert.Contains("It was deleted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStackWithoutATableIsRefused()
    {
        await using var stack = await TestStack.CreateAsync(engine, StackTexts.WithoutTable);

        var error = await stack.FailAsync("StackHasNoTable");

        Assert.Contains($"Stack '{stack.Name}' (CREATE_COMPLETE) has no DynamoDB table among its 1 resources.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamedPoliciesMustBeAcknowledged()
    {
        await using var stack = await TestStack.CreateAsync(engine, null);
        var template = StackTexts.WithTables("${AWS::StackName}");
        await stack.Api.CloudFormationAsync("CreateStack", [("StackName", stack.Name), ("TemplateBody", template)]);
        await stack.Api.WaitForStackAsync(stack.Name, "CREATE_COMPLETE");

        var error = await stack.FailAsync("CapabilityNotAcknowledged");
        await stack.FailAsync("CapabilityNotAcknowledged", options => options with { Capabilities = ["CAPABILITY_IAM"] });

        Assert.Contains("-Capability CAPABILITY_NAMED_IAM", error.Message, StringComparison.Ordinal);
        await stack.AssertUntouchedAsync(template);
        Assert.True((await stack.UpdateAsync(options => options with { Capabilities = ["CAPABILITY_NAMED_IAM"] })).IsUpgraded);
        await stack.AssertUpgradedAsync(template);
    }

    [Fact]
    public async Task ATableThatIsNotAsItsStackMadeItIsRefused()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        await stack.ChangeIndexAsync("""{"Create":{"IndexName":"GSI4","KeySchema":[{"AttributeName":"GSI4PK","KeyType":"HASH"},{"AttributeName":"GSI4SK","KeyType":"RANGE"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}}""");
        var added = await stack.FailAsync("TableDrifted");
        Assert.Contains("made outside the stack", added.Message, StringComparison.Ordinal);
        Assert.Equal(0, stack.Plane.Log.Count("CreateChangeSet"));

        await stack.ChangeIndexAsync("""{"Delete":{"IndexName":"GSI4"}}""");
        await stack.UpdateAsync();
        await stack.ChangeIndexAsync("""{"Delete":{"IndexName":"GSI4"}}""");
        var dropped = await stack.FailAsync("TableDrifted");
        Assert.Contains("dropped outside the stack", dropped.Message, StringComparison.Ordinal);

        await stack.DeleteTableAsync();
        foreach (var template in new[] { null, RepositoryRoot.Combine("tests", "Fixtures", "zae-limiter-0.9.stack.yaml") })
        {
            var gone = await stack.FailAsync("TableDrifted", options => options with { TemplatePath = template });
            Assert.Contains("deleted outside the stack", gone.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, stack.Plane.Log.Count("CreateChangeSet"));
    }

    [Fact]
    public async Task ATableWhoseIndexesAreJustChangingIsRefused()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        stack.EditAnswers("DescribeTable", text => text.Replace("\"IndexStatus\":\"ACTIVE\"", "\"IndexStatus\":\"CREATING\"", StringComparison.Ordinal));
        var error = await stack.FailAsync("TableBusy");
        Assert.Contains("is CREATING", error.Message, StringComparison.Ordinal);

        stack.EditAnswers("DescribeTable", text => text.Replace("\"IndexName\":\"GSI3\"", "\"IndexName\":\"GSI4\"", StringComparison.Ordinal)
            .Replace("\"IndexStatus\":\"ACTIVE\"", "\"IndexStatus\":\"DELETING\"", StringComparison.Ordinal));
        await stack.FailAsync("TableBusy");
        stack.Proxy.Hook = null;
        await stack.AssertUntouchedAsync(TestStack.Yaml);
    }

    [GeneratedRegex("<StackStatus>[A-Z_]+</StackStatus>", RegexOptions.None, 5000)]
    private static partial Regex Status();
}
