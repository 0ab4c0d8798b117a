using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.ControlPlane;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>An upgrade that is stopped at any request goes on when it is run again.</summary>
public sealed class StopTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task ItGoesOnAfterAStopAtAnyRequest()
    {
        var stopped = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 1; ; number++)
        {
            await using var stack = await TestStack.CreateAsync(engine);
            if (await StopAtAsync(stack, number) is not { } action)
                break;
            stopped.Add(action);
            await AssertGoesOnAsync(stack, $"request {number}, {action}");
        }

        // How often it asks, and so which requests the numbers meant, is another each time.
        foreach (var action in new[] { "DescribeStacks", "GetTemplate", "CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DescribeStackEvents" }.Except(stopped, StringComparer.Ordinal))
        {
            await using var stack = await TestStack.CreateAsync(engine);
            await StopAtAsync(stack, action, 1);
            await AssertGoesOnAsync(stack, action);
        }
    }

    private static async Task AssertGoesOnAsync(TestStack stack, string where)
    {
        Assert.True((await stack.UpdateAsync()).IsUpgraded, $"stopped at {where}");
        await stack.AssertUpgradedAsync(TestStack.Yaml);
        Assert.Equal(1, stack.Plane.Log.Calls.Count(call => call is { Action: "ExecuteChangeSet", StatusCode: 200 }));
    }

    [Theory]
    [InlineData("CreateChangeSet", 1, false)]
    [InlineData("DescribeChangeSet", 1, false)]
    [InlineData("ExecuteChangeSet", 1, false)]
    [InlineData("DescribeStackEvents", 1, false)]
    [InlineData("DescribeStackEvents", 3, true)]
    [InlineData("TransactWriteItems", 1, true)]
    public async Task AStopLeavesNoChangeSetAndUndoesNothing(string action, int number, bool isUpdated)
    {
        await using var stack = await TestStack.CreateAsync(engine);

        await StopAtAsync(stack, action, number);

        Assert.Empty(await stack.OpenChangeSetsAsync());
        if (isUpdated || await stack.StatusAsync() != "CREATE_COMPLETE")
            await stack.Api.WaitForStackAsync(stack.Name, "UPDATE_COMPLETE");
        else
            Assert.Equal(TestStack.Yaml, await stack.TemplateAsync());
        Assert.True((await stack.UpdateAsync()).IsUpgraded);
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task OnesOwnUpdateIsFollowedToItsEnd()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        using (stack.Plane.Hold("RateLimitsTable UPDATE_IN_PROGRESS"))
        {
            await StopAtAsync(stack, "DescribeStackEvents", 2);
            Assert.EndsWith("_IN_PROGRESS", await stack.StatusAsync(), StringComparison.Ordinal);
        }

        var audience = new StackAudience();

        var updated = await stack.UpdateAsync(audience: audience);

        Assert.True(updated.IsUpgraded);
        Assert.Empty(audience.Changes);
        Assert.Contains(audience.Verbose, line => line.Contains("by a change that was begun before", StringComparison.Ordinal));
        Assert.Contains(audience.Steps, step => step == $"Update stack '{stack.Name}': {stack.Name} UPDATE_COMPLETE");
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task SomebodyElsesUpdateIsRefusedAlsoAfterOnesOwn()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        await RefuseAsync("7");
        Assert.Equal(0, stack.Plane.Log.Count("CreateChangeSet"));
        await stack.UpdateAsync();
        await RefuseAsync("9");
        await stack.UpdateAsync();
        await stack.AssertUpgradedAsync(TestStack.Yaml);

        async Task RefuseAsync(string value)
        {
            using (stack.Plane.Hold(DeploymentHolds.Stack))
            {
                await stack.BeginUpdateAsync(await stack.TemplateAsync(), ("KeepLogsFor", value));
                var error = await stack.FailAsync("StackNotUpdatable");
                Assert.Contains($"Stack '{stack.Name}' is UPDATE_IN_PROGRESS", error.Message, StringComparison.Ordinal);
                Assert.Contains("Nothing was changed.", error.Message, StringComparison.Ordinal);
            }

            await stack.Api.WaitForStackAsync(stack.Name, "UPDATE_COMPLETE");
        }
    }

    [Theory]
    [InlineData("CreateChangeSet")]
    [InlineData("ExecuteChangeSet")]
    [InlineData("DeleteChangeSet")]
    public async Task ARequestWhoseAnswerIsLostIsMadeOnce(string action)
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var lost = 0;
        stack.Proxy.Hook = request => ValueTask.FromResult(
            TestStack.ActionOf(request) == action && Interlocked.Increment(ref lost) == 1 ? ProxyAction.CutAfterForward : ProxyAction.Forward);

        if (action == "DeleteChangeSet")
        {
            var audience = new StackAudience { MayExecute = false };
            await stack.UpdateAsync(audience: audience);
            Assert.Empty(audience.Warnings);
            await stack.AssertUntouchedAsync(TestStack.Yaml);
        }
        else
        {
            Assert.True((await stack.UpdateAsync()).IsUpgraded);
            await stack.AssertUpgradedAsync(TestStack.Yaml);
        }

        Assert.Equal(2, lost);
    }

    /// <returns>The action that it was stopped at; null where the upgrade made fewer requests.</returns>
    private static async Task<string?> StopAtAsync(TestStack stack, int number)
    {
        string? action = null;
        var count = 0;
        await StopWhereAsync(stack, afterwards: false, request =>
        {
            if (Interlocked.Increment(ref count) != number)
                return false;
            action = TestStack.ActionOf(request);
            return true;
        });
        return action;
    }

    private static async Task StopAtAsync(TestStack stack, string action, int number)
    {
        var count = 0;
        var isMet = false;
        await StopWhereAsync(stack, afterwards: true, request => isMet |= TestStack.ActionOf(request) == action && Interlocked.Increment(ref count) == number);
        Assert.True(isMet, $"{action} {number} never came.");
    }

    private static async Task StopWhereAsync(TestStack stack, bool afterwards, Func<ProxiedRequest, bool> when)
    {
        using var stop = new CancellationTokenSource();
        stack.Proxy.Hook = request =>
        {
            if (stop.IsCancellationRequested || !when(request))
                return ValueTask.FromResult(ProxyAction.Forward);
            if (!afterwards)
                _ = stop.CancelAsync();
            return ValueTask.FromResult(afterwards ? ProxyAction.Rewrite(response: answer =>
            {
                _ = stop.CancelAsync();
                return answer;
            }) : ProxyAction.Forward);
        };
        try
        {
            await stack.UpdateAsync(cancellationToken: stop.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.True(stop.IsCancellationRequested);
        }

        stack.Proxy.Hook = null;
        // What had been sent is carried out before anyone looks at the stack.
        await Patience.UntilAsync(() => stack.Proxy.Log.UnderWay == 0, "Not every request was carried out");
    }
}
