using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>A call that the role may not make is named, with what was done before it; with the right, the same command goes on.</summary>
public sealed class PermissionTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const string Untouched = "The stack was not changed.";
    private const string HandedOver = "was handed to CloudFormation; the same command goes on with it.";
    private const string OnlyTheNamespace = "The stack is up to date and index GSI4 is ACTIVE; only the namespace 'default' was not registered.";

    [Theory]
    [InlineData("cloudformation:DescribeStacks", Untouched)]
    [InlineData("cloudformation:ListStackResources", Untouched)]
    [InlineData("dynamodb:DescribeTable", Untouched)]
    [InlineData("cloudformation:GetTemplate", Untouched)]
    [InlineData("cloudformation:CreateChangeSet", Untouched)]
    [InlineData("cloudformation:DescribeChangeSet", Untouched)]
    [InlineData("cloudformation:DescribeStackEvents", Untouched)]
    [InlineData("cloudformation:ExecuteChangeSet", Untouched)]
    [InlineData("dynamodb:GetItem", OnlyTheNamespace)]
    [InlineData("dynamodb:TransactWriteItems", OnlyTheNamespace)]
    public async Task ADeniedCallIsNamed(string action, string done)
    {
        await using var stack = await TestStack.CreateAsync(engine);
        stack.Plane.Faults.DenyAction(action);

        var error = await stack.FailAsync("AccessDenied");

        Assert.Equal(DdbErrorKind.PermissionDenied, error.Kind);
        Assert.Contains($"not authorized to perform: {action} on resource", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(done, error.Message, StringComparison.Ordinal);
        stack.Plane.Faults.AllowAction(action);
        if (done == Untouched)
            await stack.AssertUntouchedAsync(TestStack.Yaml);
        Assert.True((await stack.UpdateAsync()).IsUpgraded);
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task ARightThatIsLostUnderWayLeavesTheUpdateToItself()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        stack.Proxy.Hook = request =>
        {
            if (TestStack.ActionOf(request) == "ExecuteChangeSet")
                stack.Plane.Faults.DenyAction("cloudformation:DescribeStackEvents");
            return ValueTask.FromResult(Support.Proxy.ProxyAction.Forward);
        };

        var error = await stack.FailAsync("AccessDenied");

        Assert.EndsWith(HandedOver, error.Message, StringComparison.Ordinal);
        stack.Proxy.Hook = null;
        stack.Plane.Faults.AllowAction("cloudformation:DescribeStackEvents");
        Assert.True((await stack.UpdateAsync()).IsUpgraded);
        await stack.AssertUpgradedAsync(TestStack.Yaml);
        Assert.Equal(1, stack.Plane.Log.Count("CreateChangeSet"));
    }

    [Fact]
    public async Task AChangeSetThatMayNotBeDeletedIsTold()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        stack.Plane.Faults.DenyAction("cloudformation:DeleteChangeSet");
        var audience = new StackAudience { MayExecute = false };

        await stack.UpdateAsync(audience: audience);

        var warning = Assert.Single(audience.Warnings);
        Assert.Contains($"of stack '{stack.Name}' could not be deleted: ", warning, StringComparison.Ordinal);
        Assert.Contains(Assert.Single(await stack.OpenChangeSetsAsync()), warning, StringComparison.Ordinal);
        Assert.True((await stack.UpdateAsync()).IsUpgraded);
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }
}
