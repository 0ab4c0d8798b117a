namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>
/// Whether identity-based policies and a permissions boundary allow a request, by IAM's rules
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
/// Service control policies, resource-based policies, session policies and session tags are not looked at:
/// an allowed request may still be denied by one, and a resource-based policy may allow what is denied here.
/// </summary>
internal static class PolicyEvaluation
{
    /// <param name="identity">The principal's managed and inline policies, and those of its groups.</param>
    /// <param name="boundary">Its permissions boundary, if it has one.</param>
    /// <param name="request">What it asks for.</param>
    public static PolicyResult Evaluate(IReadOnlyList<PolicyDocument> identity, PolicyDocument? boundary, PolicyRequest request)
    {
        var own = MatchesOf(identity, request);
        var bounds = boundary is null ? null : MatchesOf([boundary], request);
        var deny = Strongest(own.Concat(bounds ?? []), isAllow: false);
        if (deny?.Match.Certainty == Certainty.Yes)
            return new PolicyResult(DdbPolicyDecision.ExplicitDeny, $"Denied by {deny.Label}.");
        var allow = Strongest(own, isAllow: true);
        if (allow is null)
            return new PolicyResult(DdbPolicyDecision.ImplicitDeny, NotAllowed(identity, own));
        var bound = bounds is null ? null : Strongest(bounds, isAllow: true);
        if (bounds is not null && bound is null)
            return new PolicyResult(DdbPolicyDecision.ImplicitDeny, $"Allowed by {allow.Label}, but not by the permissions boundary '{boundary!.Name}'.");
        StatementMatch?[] decisive = [deny, allow, bound];
        return Array.Find(decisive, match => match?.Match.Certainty == Certainty.Unknown) is { } unknown
            ? new PolicyResult(DdbPolicyDecision.Unknown, $"It hangs on {unknown.Label}: {unknown.Match.Reason}.")
            : new PolicyResult(DdbPolicyDecision.Allowed, $"Allowed by {allow.Label}{(bound is null ? "" : $", within the permissions boundary '{boundary!.Name}'")}.");
    }

    private static List<StatementMatch> MatchesOf(IReadOnlyList<PolicyDocument> policies, PolicyRequest request) =>
        [.. policies.SelectMany(policy => policy.Statements.Select(statement => StatementMatch.Of(policy, statement, request)))];

    /// <returns>The surest match of a statement with this effect, or null where none can match.</returns>
    private static StatementMatch? Strongest(IEnumerable<StatementMatch> matches, bool isAllow) => matches
        .Where(match => match.Statement.IsAllow == isAllow && match.Match.Certainty != Certainty.No)
        .MaxBy(match => match.Match.Certainty);

    private static string NotAllowed(IReadOnlyList<PolicyDocument> identity, List<StatementMatch> matches)
    {
        if (identity.Count == 0)
            return "The principal has no policy.";
        var near = matches.Find(match => match.Statement.IsAllow && match.FailedCondition is not null);
        return near is null
            ? $"No statement of the principal's policies allows it ({string.Join(", ", identity.Select(policy => $"'{policy.Name}'"))})."
            : $"No statement allows it; {near.Label} would, but its condition {near.FailedCondition} does not hold.";
    }
}
