using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Identity.Policies;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Identity;

/// <summary>
/// Asks IAM's simulator about the requests that a verdict rests on, and compares. The simulator takes a principal's policies from IAM, and what a
/// request carries, the principal's tags among it, from the question
/// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html).
/// </summary>
internal sealed class AccessSimulation(IIam iam)
{
    private const string LeadingKeys = "dynamodb:LeadingKeys";
    private const string FullTableScan = "dynamodb:FullTableScan";

    /// <summary>Keys whose values are true or false; the others are text.</summary>
    private static readonly string[] Booleans = [FullTableScan, "aws:SecureTransport", "aws:PrincipalIsAWSService"];

    public async Task<DdbNamespaceAccess> CompareAsync(DdbNamespaceAccess access, IReadOnlyList<PolicyRequest> decisive, CancellationToken cancellationToken)
    {
        try
        {
            return Merge(access, await AskAsync(access.PrincipalArn, decisive, cancellationToken));
        }
        catch (AmazonServiceException error) when (AwsErrors.IsAccessDenied(error))
        {
            return access with
            {
                Status = Worse(access.Status, DdbCheckStatus.Warn),
                Findings = [.. access.Findings, $"Whether IAM's simulator agrees is unknown, because it could not be asked: {error.Message.TrimEnd('.')}. Let the caller have iam:SimulatePrincipalPolicy."],
            };
        }
    }

    /// <summary>One question for all requests that carry the same, with the actions and resources of all.</summary>
    private async Task<IReadOnlyList<SimulatedAction>> AskAsync(string principalArn, IReadOnlyList<PolicyRequest> requests, CancellationToken cancellationToken)
    {
        var answers = new SimulatedAction[requests.Count];
        foreach (var group in Enumerable.Range(0, requests.Count).GroupBy(index => ContextOf(requests[index].Context), new SameContext()))
        {
            var simulated = await iam.SimulateAsync(
                new PolicySimulation(
                    principalArn,
                    [.. group.Select(index => requests[index].Action).Distinct(StringComparer.Ordinal)],
                    [.. group.Select(index => requests[index].Resource).Distinct(StringComparer.Ordinal)])
                { Context = group.Key },
                cancellationToken);
            foreach (var index in group)
            {
                var (action, resource) = (requests[index].Action, requests[index].Resource);
                answers[index] = simulated.FirstOrDefault(answer => string.Equals(answer.Action, action, StringComparison.OrdinalIgnoreCase) && answer.ResourceArn == resource)
                    ?? new SimulatedAction(action, resource, "", []);
            }
        }

        return answers;
    }

    private static List<SimulationContext> ContextOf(RequestContext context) =>
    [
        .. context.Present.OrderBy(key => key.Key, StringComparer.OrdinalIgnoreCase)
            .Select(key => new SimulationContext(key.Key, TypeOf(key.Key), key.Value)),
    ];

    private static string TypeOf(string key) => key == LeadingKeys ? "stringList" : Array.IndexOf(Booleans, key) >= 0 ? "boolean" : "string";

    private static DdbNamespaceAccess Merge(DdbNamespaceAccess access, IReadOnlyList<SimulatedAction> answers)
    {
        List<DdbNamespaceAction> actions = [.. access.Actions.Zip(answers, (action, answer) => action with { Simulated = DecisionOf(answer) })];
        var disagreeing = actions.FindAll(Disagrees);
        var missing = answers.SelectMany(answer => answer.MissingContextKeys).Where(key => !IsLeftOutOnPurpose(key)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var reaches = disagreeing.Exists(action => action is { Simulated: DdbPolicyDecision.Allowed, Target: not (DdbAccessTarget.OwnNamespace or DdbAccessTarget.Shared) });
        return access with
        {
            Actions = actions,
            ReachesOthers = access.ReachesOthers || reaches,
            IsIsolated = access.IsIsolated && !reaches,
            Status = Worse(access.Status, reaches ? DdbCheckStatus.Fail : disagreeing.Count > 0 || missing.Count > 0 ? DdbCheckStatus.Warn : DdbCheckStatus.Pass),
            Findings =
            [
                .. access.Findings,
                .. disagreeing.GroupBy(action => (action.Target, action.Simulated)).Select(group => Describe([.. group])),
                .. missing.Count == 0
                    ? Array.Empty<string>()
                    : [$"IAM's simulator was not told {string.Join(", ", missing)}, which a policy asks for and which cannot be known before a request is made: its answers may differ from a live request's."],
            ],
        };
    }

    private static string Describe(IReadOnlyList<DdbNamespaceAction> group)
    {
        var first = group[0];
        var names = string.Join(", ", group.Select(action => action.Action[(action.Action.IndexOf(':', StringComparison.Ordinal) + 1)..]).Distinct(StringComparer.Ordinal));
        var said = first.Simulated == DdbPolicyDecision.Allowed
            ? "IAM's simulator allows it, and the policies as they were read do not."
            : "IAM's simulator denies it, and the policies as they were read do not: a service control policy may be why.";
        return $"On {names} ({first.Target}) the two disagree. {said} {first.Reason}";
    }

    /// <summary>Unknown where it said nothing, or was not told what it asked for: no key is what a request without keys carries.</summary>
    private static DdbPolicyDecision DecisionOf(SimulatedAction answer) => answer switch
    {
        { MissingContextKeys.Count: > 0 } => DdbPolicyDecision.Unknown,
        { IsAllowed: true } => DdbPolicyDecision.Allowed,
        { Decision: "explicitDeny" } => DdbPolicyDecision.ExplicitDeny,
        { Decision: "implicitDeny" } => DdbPolicyDecision.ImplicitDeny,
        _ => DdbPolicyDecision.Unknown,
    };

    private static bool Disagrees(DdbNamespaceAction action) =>
        action.Decision != DdbPolicyDecision.Unknown && action.Simulated != DdbPolicyDecision.Unknown
        && (action.Decision == DdbPolicyDecision.Allowed) != (action.Simulated == DdbPolicyDecision.Allowed);

    private static bool IsLeftOutOnPurpose(string key) =>
        key.Equals(LeadingKeys, StringComparison.OrdinalIgnoreCase) || key.Equals(FullTableScan, StringComparison.OrdinalIgnoreCase)
        || key.StartsWith(RequestContext.PrincipalTag, StringComparison.OrdinalIgnoreCase);

    private static DdbCheckStatus Worse(DdbCheckStatus one, DdbCheckStatus other) => Rank(other) > Rank(one) ? other : one;

    private static int Rank(DdbCheckStatus status) => status switch
    {
        DdbCheckStatus.Fail => 2,
        DdbCheckStatus.Warn => 1,
        _ => 0,
    };

    private sealed class SameContext : IEqualityComparer<List<SimulationContext>>
    {
        public bool Equals(List<SimulationContext>? x, List<SimulationContext>? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && x.Count == y.Count
                && x.Zip(y).All(pair => pair.First.Key == pair.Second.Key && pair.First.Values.SequenceEqual(pair.Second.Values, StringComparer.Ordinal)));

        public int GetHashCode(List<SimulationContext> context)
        {
            var hash = default(HashCode);
            foreach (var value in context.SelectMany(entry => entry.Values))
                hash.Add(value, StringComparer.Ordinal);
            return hash.ToHashCode();
        }
    }
}
