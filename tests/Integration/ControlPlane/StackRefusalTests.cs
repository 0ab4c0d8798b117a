using DynamoNamespace.Tests.Support.ControlPlane;
using Xunit;

namespace DynamoNamespace.Tests.Integration.ControlPlane;

/// <summary>What CloudFormation refuses is refused, at once or by a way back.</summary>
public sealed class StackRefusalTests(ControlPlaneFixture fixture) : IClassFixture<ControlPlaneFixture>, IAsyncLifetime
{
    private readonly string _stack = ControlPlaneFixture.NewName();

    private ControlPlaneClient Client => fixture.Client;

    public async ValueTask InitializeAsync() => await Client.CreateStackAsync(_stack, ControlPlaneFixture.Template);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public Task TwoIndexesInOneUpdateAreRolledBack() => RolledBackAsync(
        StackTemplates.WithIndexes("GSI4", "GSI5"), "Cannot perform more than one GSI creation or deletion in a single update");

    [Fact]
    public Task AChangedProjectionIsRolledBack() => RolledBackAsync(
        StackTemplates.Replace("ProjectionType: KEYS_ONLY", "ProjectionType: ALL"), "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification.");

    [Fact]
    public Task AChangedKeyOfATableWithANameIsRolledBack() => RolledBackAsync(
        StackTemplates.Replace("        - AttributeName: SK\n          KeyType: RANGE", "        - AttributeName: GSI1SK\n          KeyType: RANGE"),
        "CloudFormation cannot update a stack when a custom-named resource requires replacing.");

    [Fact]
    public async Task AnUpdateWithoutChangesIsRefused()
    {
        var update = await RefusedAsync(() => Client.UpdateStackAsync(_stack, ControlPlaneFixture.Template));
        Assert.Equal("UpdateStack was refused with 400 ValidationError: No updates are to be performed.", update.Message);

        var changeSet = await Client.ChangeSetAsync(_stack, "nothing", ControlPlaneFixture.Template + "# a comment\n");
        Assert.Equal("FAILED", changeSet.Element("Status")!.Value);
        Assert.Equal("UNAVAILABLE", changeSet.Element("ExecutionStatus")!.Value);
        Assert.Equal("The submitted information didn't contain changes. Submit different information to create a change set.", changeSet.Element("StatusReason")!.Value);
        var execute = await RefusedAsync(() => Client.CloudFormationAsync("ExecuteChangeSet", [("StackName", _stack), ("ChangeSetName", "nothing")]));
        Assert.Equal("InvalidChangeSetStatus", execute.Code);
    }

    [Fact]
    public async Task NamedIamResourcesNeedTheirCapability()
    {
        var refused = await RefusedAsync(() => Client.CloudFormationAsync(
            "CreateChangeSet",
            [("StackName", _stack), ("ChangeSetName", "c"), ("TemplateBody", StackTemplates.WithIndexes("GSI4")), ("Capabilities.member.1", "CAPABILITY_IAM")]));
        Assert.Equal("CreateChangeSet was refused with 400 InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]", refused.Message);
    }

    [Fact]
    public async Task AStackThatIsUpdatingTakesNoOtherUpdate()
    {
        using (fixture.Plane.Hold(DeploymentHolds.Stack))
        {
            await Client.UpdateStackAsync(_stack, StackTemplates.WithIndexes("GSI4"));
            var refused = await RefusedAsync(() => Client.UpdateStackAsync(_stack, ControlPlaneFixture.Template));
            Assert.EndsWith("is in UPDATE_IN_PROGRESS state and can not be updated.", refused.Message, StringComparison.Ordinal);
        }

        await Client.WaitForStackAsync(_stack, "UPDATE_COMPLETE");
    }

    [Fact]
    public async Task ATemplateInTheCallIsAtMost51200BytesLong()
    {
        var refused = await RefusedAsync(() => Client.UpdateStackAsync(_stack, ControlPlaneFixture.Template + new string('#', 51_200)));
        Assert.EndsWith("Member must have length less than or equal to 51200", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWayBackThatFailsCanBeTakenUpAgain()
    {
        fixture.Plane.Faults.FailResource("RateLimitsTable", "Injected by the test.");
        fixture.Plane.Faults.FailRollback("RateLimitsTable", "The way back failed too.");
        await Client.UpdateStackAsync(_stack, StackTemplates.WithIndexes("GSI4"));
        await Client.WaitForStackAsync(_stack, "UPDATE_ROLLBACK_FAILED");

        var refused = await RefusedAsync(() => Client.UpdateStackAsync(_stack, StackTemplates.WithIndexes("GSI4")));
        Assert.EndsWith("is in UPDATE_ROLLBACK_FAILED state and can not be updated.", refused.Message, StringComparison.Ordinal);
        await Client.CloudFormationAsync("ContinueUpdateRollback", [("StackName", _stack)]);
        await Client.WaitForStackAsync(_stack, "UPDATE_ROLLBACK_COMPLETE");
        await Client.UpdateStackAsync(_stack, StackTemplates.WithIndexes("GSI4"));
        await Client.WaitForStackAsync(_stack, "UPDATE_COMPLETE");
    }

    [Fact]
    public async Task DeniedAndThrottledCallsAreAnsweredAsAwsDoes()
    {
        fixture.Plane.Faults.DenyAction("cloudformation:GetTemplate");
        var denied = await RefusedAsync(() => Client.CloudFormationAsync("GetTemplate", [("StackName", _stack)]));
        fixture.Plane.Faults.AllowAction("cloudformation:GetTemplate");
        Assert.StartsWith(
            "GetTemplate was refused with 403 AccessDenied: User: arn:aws:iam::123456789012:user/local is not authorized to perform: cloudformation:GetTemplate on resource: "
            + $"arn:aws:cloudformation:us-east-1:123456789012:stack/{_stack}/*", denied.Message, StringComparison.Ordinal);

        fixture.Plane.Faults.ThrottleNext(1, "cloudformation:GetTemplate");
        var throttled = await RefusedAsync(() => Client.CloudFormationAsync("GetTemplate", [("StackName", _stack)]));
        Assert.Equal("GetTemplate was refused with 400 Throttling: Rate exceeded", throttled.Message);
        await Client.CloudFormationAsync("GetTemplate", [("StackName", _stack)]);
    }

    private async Task RolledBackAsync(string template, string reason)
    {
        await Client.UpdateStackAsync(_stack, template);
        await Client.WaitForStackAsync(_stack, "UPDATE_ROLLBACK_COMPLETE");

        var events = await Client.CloudFormationAsync("DescribeStackEvents", [("StackName", _stack)]);
        var failure = events.Descendants("member").Single(e => e.Element("ResourceStatus")!.Value == "UPDATE_FAILED");
        Assert.Equal("RateLimitsTable", failure.Element("LogicalResourceId")!.Value);
        Assert.Contains(reason, failure.Element("ResourceStatusReason")!.Value, StringComparison.Ordinal);
        Assert.Contains("STACK UPDATE_ROLLBACK_IN_PROGRESS", await Client.EventsAsync(_stack), StringComparer.Ordinal);
        var deployed = await Client.CloudFormationAsync("GetTemplate", [("StackName", _stack)]);
        Assert.Equal(ControlPlaneFixture.Template, deployed.Descendants("TemplateBody").Single().Value);
    }

    private static Task<ControlPlaneException> RefusedAsync(Func<Task> call) => Assert.ThrowsAsync<ControlPlaneException>(call);
}
