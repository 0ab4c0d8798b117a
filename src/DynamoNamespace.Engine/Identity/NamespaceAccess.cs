using DynamoNamespace.Engine.Identity.Policies;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Engine.Identity;

/// <summary>
/// Works out from a principal's policies whether it reaches one namespace and no other. Nothing is asked of AWS:
/// <see cref="PolicyEvaluation"/> says what such an answer leaves out.
/// </summary>
internal static class NamespaceAccess
{
    /// <summary>The indexes of a zae-limiter table.</summary>
    public static readonly IReadOnlyList<string> Indexes = ["GSI1", "GSI2", "GSI3", "GSI4"];

    /// <param name="principal">The role or user, with all its policies.</param>
    /// <param name="tableArn">The table.</param>
    /// <param name="ns">The namespace's name, where it is known.</param>
    /// <param name="namespaceId">The namespace's ID.</param>
    /// <param name="otherIds">The IDs of the table's other namespaces, as far as they are known: each is asked about.</param>
    /// <param name="indexes">The table's indexes; without, those that zae-limiter makes.</param>
    /// <exception cref="Errors.DdbException">The ARN or the ID is not legal.</exception>
    public static DdbNamespaceAccess Evaluate(
        PrincipalPolicies principal, string tableArn, string? ns, string namespaceId, IEnumerable<string> otherIds, IEnumerable<string>? indexes = null) =>
        Ask(principal, tableArn, ns, namespaceId, otherIds, indexes).Access;

    /// <summary>The same, with the requests that the answer rests on, in the order of its actions.</summary>
    public static (DdbNamespaceAccess Access, IReadOnlyList<PolicyRequest> Decisive) Ask(
        PrincipalPolicies principal, string tableArn, string? ns, string namespaceId, IEnumerable<string> otherIds, IEnumerable<string>? indexes)
    {
        NamespaceNames.CheckId(namespaceId);
        var table = TableArn.Parse(tableArn);
        var context = principal.Context(table);
        var probes = new AccessProbes(table, indexes ?? Indexes, new ProbeKeys(principal, namespaceId, otherIds));
        List<ProbeAnswer> answers = [.. probes.All().Select(probe => Ask(principal, context, probe))];
        var verdict = new AccessVerdict(principal, table, namespaceId, answers);
        var access = new DdbNamespaceAccess
        {
            TableName = table.TableName,
            Namespace = ns,
            NamespaceId = namespaceId,
            PrincipalName = principal.Name,
            PrincipalArn = principal.Arn,
            PrincipalType = principal.Type,
            Tag = principal.NamespaceTagValue,
            CanRead = verdict.CanRead,
            CanWrite = verdict.CanWrite,
            CanAcquire = verdict.CanAcquire,
            ReachesOthers = verdict.ReachesOthers,
            IsIsolated = verdict.IsIsolated,
            Status = verdict.Status,
            Findings = verdict.Findings(),
            Actions = verdict.Actions,
        };
        return (access, [.. answers.Select(answer => answer.Decisive)]);
    }

    private static ProbeAnswer Ask(PrincipalPolicies principal, RequestContext context, AccessProbe probe)
    {
        var answers = (from arn in probe.Arns
                       from keys in probe.Keys
                       let request = RequestOf(probe, context, arn, keys)
                       select (Arn: arn, Keys: keys, Request: request, Result: PolicyEvaluation.Evaluate(principal.Policies, principal.Boundary, request))).ToList();
        var most = answers.MaxBy(answer => Reach(answer.Result.Decision));
        var decisive = probe.IsWanted ? answers.MinBy(answer => Reach(answer.Result.Decision)) : most;
        return new ProbeAnswer(Reach(most.Result.Decision) > 0, new DdbNamespaceAction
        {
            Action = probe.Action,
            Target = probe.Target,
            Resource = probe.Resource,
            Decision = decisive.Result.Decision,
            Reason = $"{decisive.Result.Reason} Asked: {decisive.Arn}{(decisive.Keys.Count == 0 ? ", no key" : $", key {string.Join(" and ", decisive.Keys.Select(key => $"'{key}'"))}")}.",
        }, decisive.Request);
    }

    /// <summary>The keys that DynamoDB gives to IAM (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).</summary>
    private static PolicyRequest RequestOf(AccessProbe probe, RequestContext context, string arn, IReadOnlyList<string> keys)
    {
        context = context.With("dynamodb:LeadingKeys", [.. keys]);
        return new PolicyRequest(probe.Action, arn, probe.Action == AccessProbes.PartiQLSelect
            ? context.With("dynamodb:FullTableScan", keys.Count == 0 ? "true" : "false")
            : context.With("dynamodb:FullTableScan"));
    }

    private static int Reach(DdbPolicyDecision decision) => decision switch
    {
        DdbPolicyDecision.Allowed => 2,
        DdbPolicyDecision.Unknown => 1,
        _ => 0,
    };
}
