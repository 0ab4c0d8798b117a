namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>How a statement matches a request.</summary>
/// <param name="Policy">The policy that it is of.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Match">Whether it applies.</param>
/// <param name="FailedCondition">The condition that keeps it from applying, where action and resource match.</param>
internal sealed record StatementMatch(PolicyDocument Policy, PolicyStatement Statement, Match Match, PolicyCondition? FailedCondition)
{
    public string Label => $"{Statement.Label} of policy '{Policy.Name}'";

    public static StatementMatch Of(PolicyDocument policy, PolicyStatement statement, PolicyRequest request)
    {
        var target = Action(statement.Actions, request.Action);
        if (target.Certainty != Certainty.No)
            target = Resource(policy, statement.Resources, request);
        if (target.Certainty == Certainty.No)
            return new StatementMatch(policy, statement, target, null);
        var conditions = statement.Conditions.Select(condition => (Condition: condition, Match: ConditionEvaluation.Evaluate(condition, policy.HasVariables, request.Context))).ToList();
        return new StatementMatch(policy, statement, Match.All([target, .. conditions.Select(condition => condition.Match)]),
            conditions.Find(condition => condition.Match.Certainty == Certainty.No).Condition);
    }

    private static Match Action(PolicyPatterns patterns, string action) => Negate(patterns, Match.Of(
        patterns.Values.Any(pattern => WildcardPattern.IsMatch(WildcardPattern.Tokens(pattern), action, ignoreCase: true))));

    private static Match Resource(PolicyDocument policy, PolicyPatterns patterns, PolicyRequest request) => Negate(patterns, Match.Any(
        patterns.Values.Select(pattern => Resource(pattern, new PolicyText(pattern, policy.HasVariables, hasWildcards: true, request.Context), request.Resource))));

    private static Match Resource(string pattern, PolicyText text, string resource)
    {
        var match = text.Compare(resource, shape: ArnShape.CompletedResource);
        if (match.Certainty == Certainty.Yes && ArnShape.HasWildcardInType(pattern))
            return Match.Unknown($"AWS does not allow the wildcard in the resource type of '{pattern}', and does not say what it does with it");
        return match.Certainty == Certainty.No && ArnShape.IsIncomplete(pattern) && text.Compare(resource, shape: ArnShape.Resource).Certainty != Certainty.No
            ? Match.Unknown($"AWS does not say how far the wildcard of the incomplete ARN '{pattern}' reaches")
            : match;
    }

    private static Match Negate(PolicyPatterns patterns, Match match) => patterns.IsNegated ? match.Not() : match;
}
