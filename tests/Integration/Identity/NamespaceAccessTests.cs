using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Policies;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Stacks;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Identity;

/// <summary>A role gets an upgraded stack's policy and a namespace, and loses both again.</summary>
public sealed class NamespaceAccessTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private readonly RecordingIdentityAudience audience = new();

    [Theory]
    [InlineData(DdbNamespaceAccessLevel.Acquire, true, false)]
    [InlineData(DdbNamespaceAccessLevel.Full, true, true)]
    [InlineData(DdbNamespaceAccessLevel.ReadOnly, false, false)]
    public async Task PolicyAndTagGiveARoleItsNamespaceAndNoOther(DdbNamespaceAccessLevel level, bool acquires, bool writes)
    {
        await using var stack = await UpgradedAsync();
        await stack.Api.CreateRoleAsync("app");

        var first = await AddAsync(stack, level);
        var second = await AddAsync(stack, level);
        Assert.Equal((true, true, true, false), (first!.IsAttached, first.IsChanged, second!.IsAttached, second.IsChanged));
        Assert.Equal((stack.Name, level), (first.TableName, first.Access));
        Assert.All(audience.Warnings, warning => Assert.Contains("has no tag", warning, StringComparison.Ordinal));
        Assert.Equal(DdbCheckStatus.Fail, (await CheckAsync(stack)).Status);

        Assert.True((await NamespaceTags.SetAsync(Tag(stack) with { Namespace = "default" }, audience, default))!.IsChanged);
        var access = await CheckAsync(stack);

        Assert.True(access.Status == DdbCheckStatus.Pass, string.Join(" ", access.Findings));
        Assert.Equal((true, acquires, writes, true), (access.CanRead, access.CanAcquire, access.CanWrite, access.IsIsolated));
        Assert.All(access.Actions.Where(action => action.Target != DdbAccessTarget.WholeTable), action => Assert.Equal(action.Decision, action.Simulated));
        Assert.Contains(access.Actions, action => action is { Target: DdbAccessTarget.OtherNamespace, Simulated: DdbPolicyDecision.ImplicitDeny });

        Assert.True((await NamespacePolicies.RemoveAsync(Policy(stack, level), audience, default))!.IsChanged);
        Assert.True((await NamespaceTags.RemoveAsync(Tag(stack), audience, default))!.IsChanged);
        Assert.Null((await NamespaceTags.GetAsync(Tag(stack), audience, default)).NamespaceId);
        Assert.Equal(DdbCheckStatus.Fail, (await CheckAsync(stack)).Status);
    }

    [Fact]
    public async Task AnotherNamespaceIsReplacedWithAWarningAndReachedThen()
    {
        await using var stack = await UpgradedAsync();
        await stack.Api.CreateRoleAsync("app");
        await AddAsync(stack, DdbNamespaceAccessLevel.ReadOnly);
        await NamespaceTags.SetAsync(Tag(stack) with { Namespace = "default" }, audience, default);
        audience.Warnings.Clear();

        var tag = await NamespaceTags.SetAsync(Tag(stack) with { Namespace = "beta" }, audience, default);

        var warning = Assert.Single(audience.Warnings);
        Assert.Contains($"'{tag!.PreviousNamespaceId}' (default)", warning, StringComparison.Ordinal);
        Assert.Contains($"'{tag.NamespaceId}' (beta)", warning, StringComparison.Ordinal);
        var before = await CheckAsync(stack);
        Assert.Equal((DdbCheckStatus.Fail, true), (before.Status, before.ReachesOthers));
    }

    [Fact]
    public async Task AStackWithoutThePoliciesNamesTheCommandThatAddsThem()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        await stack.Api.CreateRoleAsync("app");
        var error = await Assert.ThrowsAsync<DdbException>(() => AddAsync(stack, DdbNamespaceAccessLevel.Full));
        Assert.Equal("PolicyNotInStack", error.ErrorId);
        Assert.Contains($"Update-DdbNamespaceStack {stack.Name}", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, stack.Plane.Log.Count("AttachRolePolicy"));
    }

    [Fact]
    public async Task ASessionPolicyListsRegisteredNamespacesOnly()
    {
        await using var stack = await UpgradedAsync();
        var options = new SessionPolicyOptions { TableName = stack.Name, Namespaces = ["default", "beta"], Connection = stack.Connection };
        var policy = await NamespaceSessionPolicies.CreateAsync(options, default);
        var registered = await NamespaceOperations.ListAsync(stack.Connection, stack.Name, false, default);
        Assert.Equal(registered.Select(ns => ns.NamespaceId).Order(StringComparer.Ordinal), policy.NamespaceIds.Order(StringComparer.Ordinal));
        Assert.Equal("NamespaceNotRegistered", (await Assert.ThrowsAsync<DdbException>(() =>
            NamespaceSessionPolicies.CreateAsync(options with { Namespaces = ["nope"] }, default))).ErrorId);
    }

    private async Task<TestStack> UpgradedAsync()
    {
        var stack = await TestStack.CreateAsync(engine);
        await stack.UpdateAsync();
        await NamespaceOperations.RegisterAsync(stack.Connection, stack.Name, "beta", null, default);
        return stack;
    }

    private Task<DdbNamespacePolicyAttachment?> AddAsync(TestStack stack, DdbNamespaceAccessLevel level) => NamespacePolicies.AddAsync(Policy(stack, level), audience, default);

    private static Task<DdbNamespaceAccess> CheckAsync(TestStack stack) => NamespaceAccessCheck.RunAsync(
        new NamespaceAccessOptions { PrincipalName = "app", PrincipalType = DdbPrincipalType.Role, TableName = stack.Name, Namespace = "default", Simulate = true, Connection = stack.Connection }, default);

    private static NamespacePolicyOptions Policy(TestStack stack, DdbNamespaceAccessLevel level) =>
        new() { PrincipalName = "app", PrincipalType = DdbPrincipalType.Role, StackName = stack.Name, Access = level, Connection = stack.Connection };

    private static NamespaceTagOptions Tag(TestStack stack) =>
        new() { PrincipalName = "app", PrincipalType = DdbPrincipalType.Role, TableName = stack.Name, Connection = stack.Connection };
}
