using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Policies;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Verification;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity.Principals;

public sealed class AccessSimulationTests
{
    private readonly FakeIam iam = new();

    [Fact]
    public async Task AsksWithTheKeysAndTheTagAndAgrees()
    {
        iam.Simulator = Evaluate;
        var access = await CompareAsync();
        Assert.Equal(DdbCheckStatus.Pass, access.Status);
        Assert.Empty(access.Findings);
        Assert.All(access.Actions, action => Assert.Equal(action.Decision, action.Simulated));
        Assert.All(iam.Simulations, simulation => Assert.Contains(simulation.Context, entry => entry is { Key: "aws:PrincipalTag/zael_namespace_id", Type: "string", Values: [Policy.Id] }));
        Assert.Contains(iam.Simulations, simulation => simulation.Context.Any(entry => entry is { Key: "dynamodb:LeadingKeys", Type: "stringList" }));
        Assert.InRange(iam.Simulations.Count, 4, 15);
    }

    [Fact]
    public async Task FailsWhereOnlyTheSimulatorReachesOthers()
    {
        iam.Simulator = simulation => All(simulation, "allowed");
        var access = await CompareAsync();
        Assert.Equal((DdbCheckStatus.Fail, true, false), (access.Status, access.ReachesOthers, access.IsIsolated));
        Assert.Contains(access.Findings, finding => finding.Contains("IAM's simulator allows it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WarnsWhereTheSimulatorDeniesWhatThePoliciesAllow()
    {
        iam.Simulator = simulation => All(simulation, "explicitDeny");
        var access = await CompareAsync();
        Assert.Equal((DdbCheckStatus.Warn, true), (access.Status, access.IsIsolated));
        Assert.Contains(access.Findings, finding => finding.Contains("service control policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TakesNoAnswerThatMissesContextForOne()
    {
        iam.Simulator = simulation => All(simulation, "allowed").Select(answer => answer with { MissingContextKeys = ["aws:SourceIp"] });
        var access = await CompareAsync();
        Assert.All(access.Actions, action => Assert.Equal(DdbPolicyDecision.Unknown, action.Simulated));
        Assert.Equal(DdbCheckStatus.Warn, access.Status);
        Assert.Contains("aws:SourceIp", Assert.Single(access.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WarnsWhereTheSimulatorMayNotBeAsked()
    {
        iam.Denied.Add("SimulatePrincipalPolicy");
        var access = await CompareAsync();
        Assert.Equal(DdbCheckStatus.Warn, access.Status);
        Assert.Contains("unknown", Assert.Single(access.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadsPoliciesOfTheUserItsGroupsAndItsBoundary()
    {
        var group = iam.Group("team");
        var user = iam.User("ann", group);
        iam.Attached(user).Add(iam.Policy("own"));
        iam.PutInline(user, "mine", """{"Version":"2012-10-17","Statement":[]}""");
        iam.Attached(group).Add(iam.Policy("shared"));
        iam.SetBoundary(user, iam.Policy("limit"));
        iam.Tags(user)["zael_namespace_id"] = Policy.Id;
        var reader = new PrincipalReader(iam);

        var read = await reader.ReadAsync((await iam.FindAsync(user, default))!, default);

        Assert.Equal("own; mine (inline of user 'ann'); shared", string.Join("; ", read.Policies.Select(policy => policy.Name)));
        Assert.Equal(("limit", Policy.Id, "User"), (read.Boundary?.Name, read.NamespaceTagValue, read.Type));
    }

    private async Task<DdbNamespaceAccess> CompareAsync()
    {
        var (access, decisive) = NamespaceAccess.Ask(Policy.Role(Policy.Id, Policy.Full), Policy.TableArn, "default", Policy.Id, ["other1"], null);
        Assert.Equal(DdbCheckStatus.Pass, access.Status);
        return await new AccessSimulation(iam).CompareAsync(access, decisive, default);
    }

    private static IEnumerable<SimulatedAction> All(PolicySimulation simulation, string decision) =>
        from action in simulation.Actions from arn in simulation.ResourceArns select new SimulatedAction(action, arn, decision, []);

    /// <summary>A simulator that follows the same rules, from the context that it is given alone.</summary>
    private static IEnumerable<SimulatedAction> Evaluate(PolicySimulation simulation)
    {
        var context = simulation.Context.Aggregate(new RequestContext().WithPrincipalTags([]), (known, entry) => known.With(entry.Key, [.. entry.Values]));
        if (!simulation.Context.Any(entry => entry.Key == "dynamodb:LeadingKeys"))
            context = context.With("dynamodb:LeadingKeys");
        return from action in simulation.Actions
               from arn in simulation.ResourceArns
               let result = PolicyEvaluation.Evaluate([Policy.Full], null, new PolicyRequest(action, arn, context))
               select new SimulatedAction(action, arn, result.Decision == DdbPolicyDecision.Allowed ? "allowed" : "implicitDeny", []);
    }
}
