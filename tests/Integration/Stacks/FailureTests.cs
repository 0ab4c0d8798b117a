using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>What goes wrong while CloudFormation is at work is told with its reason, and the next run succeeds.</summary>
public sealed class FailureTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("RateLimitsTable", "AWS::DynamoDB::Table")]
    [InlineData("NamespaceAcquirePolicy", "AWS::IAM::ManagedPolicy")]
    [InlineData("NamespaceReadOnlyPolicy", "AWS::IAM::ManagedPolicy")]
    public async Task TheFirstResourceThatFailsIsNamedAndTheStackIsAsBefore(string resource, string type)
    {
        await using var stack = await TestStack.CreateAsync(engine);
        stack.Plane.Faults.FailResource(resource, "The quota of widgets is used up.");

        var error = await stack.FailAsync("StackUpdateFailed");

        Assert.Equal((DdbErrorKind.ServiceError, stack.Name), (error.Kind, error.Target));
        Assert.StartsWith($"The update of stack '{stack.Name}' failed. {resource} ({type}): The quota of widgets is used up", error.Message, StringComparison.Ordinal);
        Assert.Contains("rolled it back", error.Message, StringComparison.Ordinal);
        Assert.Equal(TestStack.Yaml, await stack.TemplateAsync());
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await stack.StatusAsync());
        Assert.Empty(await stack.NamespacesAsync());

        await UpdateWhenTheTableIsReadyAsync(stack);
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task AWayBackThatFailsIsTold()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        stack.Plane.Faults.FailResource("NamespaceAcquirePolicy", "No.");
        stack.Plane.Faults.FailRollback("RateLimitsTable", "The index cannot be deleted.");

        var failed = await stack.FailAsync("StackUpdateFailed");
        Assert.Contains("NamespaceAcquirePolicy (AWS::IAM::ManagedPolicy): No", failed.Message, StringComparison.Ordinal);
        Assert.Contains($"aws cloudformation continue-update-rollback --stack-name {stack.Name}", failed.Message, StringComparison.Ordinal);

        var refused = await stack.FailAsync("StackNotUpdatable");
        Assert.Contains("UPDATE_ROLLBACK_FAILED", refused.Message, StringComparison.Ordinal);

        await stack.Api.CloudFormationAsync("ContinueUpdateRollback", [("StackName", stack.Name)]);
        await stack.Api.WaitForStackAsync(stack.Name, "UPDATE_ROLLBACK_COMPLETE");
        await UpdateWhenTheTableIsReadyAsync(stack);
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task AFailureOfAnEarlierUpdateIsNotTakenForThatOfTheResumedOne()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        stack.Plane.Faults.FailResource("NamespaceAcquirePolicy", "An old trouble.");
        await stack.FailAsync("StackUpdateFailed");
        await stack.WaitForIndexesAsync();
        stack.Plane.Faults.FailResource("NamespaceFullAccessPolicy", "A new trouble.");
        using (var stop = new CancellationTokenSource())
        {
            stack.Proxy.Hook = request =>
            {
                if (TestStack.ActionOf(request) == "ExecuteChangeSet")
                {
                    return ValueTask.FromResult(ProxyAction.Rewrite(response: answer =>
                    {
                        _ = stop.CancelAsync();
                        return answer;
                    }));
                }

                return ValueTask.FromResult(ProxyAction.Forward);
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stack.UpdateAsync(cancellationToken: stop.Token));
            stack.Proxy.Hook = null;
        }

        var error = await stack.FailAsync("StackUpdateFailed");

        Assert.Contains("NamespaceFullAccessPolicy (AWS::IAM::ManagedPolicy): A new trouble", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("old trouble", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStatusThatLagsBehindIsNotTakenForTheEnd()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var isExecuted = false;
        var lagging = 0;
        stack.Proxy.Hook = request =>
        {
            var action = TestStack.ActionOf(request);
            isExecuted |= action == "ExecuteChangeSet";
            return ValueTask.FromResult(action == "DescribeStacks" && isExecuted && Interlocked.Increment(ref lagging) <= 3
                ? Answers.Edit(text => System.Text.RegularExpressions.Regex.Replace(text, "<StackStatus>[A-Z_]+<", "<StackStatus>UPDATE_COMPLETE<", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)))
                : ProxyAction.Forward);
        };

        var updated = await stack.UpdateAsync();

        Assert.True(lagging > 3);
        Assert.True(updated.IsUpgraded);
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task AChangeSetThatCannotBeMadeIsToldWithItsReason()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        stack.EditAnswers("DescribeChangeSet", text => text
            .Replace("<Status>CREATE_COMPLETE<", "<StatusReason>A transform has failed.</StatusReason><Status>FAILED<", StringComparison.Ordinal));

        var error = await stack.FailAsync("ChangeSetFailed");

        Assert.Contains("A transform has failed. Correct", error.Message, StringComparison.Ordinal);
        await stack.AssertUntouchedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task AStackThatWasChangedAfterTheReviewIsLeftAlone()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var isFirst = true;
        stack.Proxy.Hook = async request =>
        {
            if (isFirst && TestStack.ActionOf(request) == "ExecuteChangeSet")
            {
                isFirst = false;
                await stack.ChangeParameterAsync("KeepLogsFor", "7");
            }

            return ProxyAction.Forward;
        };

        var error = await stack.FailAsync("ChangeSetOutdated");

        Assert.Contains("did not execute it", error.Message, StringComparison.Ordinal);
        Assert.Equal(TestStack.Yaml, await stack.TemplateAsync());
        Assert.Empty(await stack.OpenChangeSetsAsync());
        await stack.UpdateAsync();
        Assert.Equal("7", await stack.ParameterAsync("KeepLogsFor"));
    }

    [Fact]
    public async Task BurstsOfThrottlingAreWaitedOut()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        foreach (var action in new[] { "DescribeStacks", "CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DescribeStackEvents" })
            stack.Plane.Faults.ThrottleNext(1, $"cloudformation:{action}");
        stack.Plane.Faults.ThrottleNext(2, "dynamodb:DescribeTable");

        Assert.True((await stack.UpdateAsync()).IsUpgraded);

        Assert.True(stack.Plane.Log.Calls.Count(call => call.StatusCode >= 400) >= 7);
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    /// <summary>CloudFormation does not wait for an index that a way back deletes.</summary>
    private static async Task UpdateWhenTheTableIsReadyAsync(TestStack stack)
    {
        await stack.WaitForIndexesAsync();
        Assert.True((await stack.UpdateAsync()).IsUpgraded);
    }
}
