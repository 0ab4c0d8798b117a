using DynamoNamespace.Engine.Identity.Policies;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Identity;

/// <summary>What the answers to all probes come to.</summary>
internal sealed class AccessVerdict(PrincipalPolicies principal, TableArn table, string namespaceId, IReadOnlyList<ProbeAnswer> answers)
{
    private readonly IReadOnlyList<DdbNamespaceAction> actions = [.. answers.Select(answer => answer.Action)];

    public IReadOnlyList<DdbNamespaceAction> Actions => actions;

    public bool CanRead => AllowsAll(AccessProbes.Reads, DdbAccessTarget.OwnNamespace);

    public bool CanWrite => AllowsAll(AccessProbes.Writes, DdbAccessTarget.OwnNamespace);

    public bool CanAcquire => CanRead && ReadsShared && AllowsAll(["dynamodb:UpdateItem"], DdbAccessTarget.OwnNamespace);

    public bool ReachesOthers => Outside.Any(action => action.Decision == DdbPolicyDecision.Allowed);

    public bool IsIsolated => CanRead && Outside.All(IsDenied);

    public DdbCheckStatus Status =>
        ReachesOthers || ReachesNothing ? DdbCheckStatus.Fail
        : !IsIsolated || IsOtherAccount || !ReadsShared || !QueriesIndexes || HasUnknown ? DdbCheckStatus.Warn
        : DdbCheckStatus.Pass;

    private IEnumerable<DdbNamespaceAction> Own => actions.Where(action => action.Target == DdbAccessTarget.OwnNamespace);

    private IEnumerable<DdbNamespaceAction> Outside => actions.Where(action => action.Target is not (DdbAccessTarget.OwnNamespace or DdbAccessTarget.Shared));

    private bool ReadsShared => AllowsAll(AccessProbes.Reads, DdbAccessTarget.Shared);

    private bool QueriesIndexes => Own.Where(action => action is { Resource: AccessProbes.Index, Action: AccessProbes.Query }).All(action => action.Decision == DdbPolicyDecision.Allowed);

    private bool ReachesNothing => answers.All(answer => answer.Action.Target != DdbAccessTarget.OwnNamespace || !answer.MayReach);

    private bool HasUnknown => actions.Any(action => action.Decision == DdbPolicyDecision.Unknown);

    private bool IsOtherAccount => principal.Account != table.Account;

    private string Principal => $"The {Kind}";

    private string Within => $"the {Kind}";

    private string Kind => $"{(principal.IsUser ? "user" : "role")} '{principal.Name}'";

    public IReadOnlyList<string> Findings() =>
    [
        .. OutsideFindings(),
        .. TagFindings(),
        .. OwnFindings(),
        .. actions.Where(action => action.Decision == DdbPolicyDecision.Unknown).GroupBy(action => action.Target)
            .Select(group => $"Whether it may {Names(group)} {Describe(group.Key)} cannot be known offline. {group.First().Reason}"),
        .. IsOtherAccount
            ? [$"{Principal} is in account {principal.Account} and the table in {table.Account}: it reaches the table only if the table's resource-based policy allows it too, which was not looked at."]
            : Array.Empty<string>(),
    ];

    private IEnumerable<string> OutsideFindings() => Outside
        .Where(action => action.Decision == DdbPolicyDecision.Allowed)
        .GroupBy(action => action.Target)
        .Select(group => $"{Principal} may {Names(group)} {Describe(group.Key)}. {group.First().Reason}");

    private IEnumerable<string> TagFindings()
    {
        if (!UsesTag)
            yield break;
        if (principal.NamespaceTagValue is not { Length: > 0 } tag)
            yield return $"A policy of {Within} goes by the tag '{NamespaceTag.Key}', which it does not have: the policy gives it no namespace. Set the tag with Set-DdbNamespaceIamTag.";
        else if (tag != namespaceId)
            yield return $"The tag '{NamespaceTag.Key}' of {Within} is '{tag}', which is not this namespace's ID, '{namespaceId}'.";
    }

    private IEnumerable<string> OwnFindings()
    {
        if (ReachesNothing)
            yield return $"{Principal} reaches nothing of the namespace '{namespaceId}'. {Own.First().Reason}";
        else if (!CanRead)
            yield return $"{Principal} may not get, batch-get and query all items of the namespace '{namespaceId}'. {Own.First(action => action.Decision != DdbPolicyDecision.Allowed).Reason}";
        else if (!ReadsShared)
            yield return $"{Principal} may not read the shared items under '_/', where clients find the registry and the version record. {actions.First(action => action.Target == DdbAccessTarget.Shared && action.Decision != DdbPolicyDecision.Allowed).Reason}";
        else if (!QueriesIndexes)
            yield return $"{Principal} may not query the indexes for items of the namespace '{namespaceId}'.";
    }

    private bool UsesTag => principal.Policies.Any(policy => policy.Statements.Any(statement => statement.Conditions.SelectMany(condition => condition.Values)
        .Any(value => value.Contains(RequestContext.PrincipalTag + NamespaceTag.Key, StringComparison.OrdinalIgnoreCase))));

    private bool AllowsAll(IReadOnlyList<string> names, DdbAccessTarget target) => names.All(name => actions.Any(action =>
        action.Action == name && action.Target == target && action.Resource == AccessProbes.Table && action.Decision == DdbPolicyDecision.Allowed));

    private static bool IsDenied(DdbNamespaceAction action) => action.Decision is DdbPolicyDecision.ImplicitDeny or DdbPolicyDecision.ExplicitDeny;

    private static string Names(IEnumerable<DdbNamespaceAction> group) =>
        string.Join(", ", group.Select(action => action.Action[(action.Action.IndexOf(':', StringComparison.Ordinal) + 1)..]).Distinct(StringComparer.Ordinal));

    private static string Describe(DdbAccessTarget target) => target switch
    {
        DdbAccessTarget.OwnNamespace => "items of the namespace",
        DdbAccessTarget.Shared => "shared items under '_/'",
        DdbAccessTarget.OtherNamespace => "items of other namespaces",
        DdbAccessTarget.BareKeys => "items with unprefixed keys",
        _ => "the whole table without naming keys",
    };
}
