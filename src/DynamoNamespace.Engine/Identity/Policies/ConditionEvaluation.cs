namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>
/// Whether a condition holds for a request
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
/// </summary>
internal static class ConditionEvaluation
{
    public static Match Evaluate(PolicyCondition condition, bool hasVariables, RequestContext context)
    {
        if (ConditionOperator.Parse(condition.Operator) is not { } parsed)
            return Match.Unknown($"the condition operator '{condition.Operator}' is not known here");
        var key = context.Find(condition.Key);
        if (!key.IsKnown)
            return Match.Unknown($"the condition key '{condition.Key}' is not known offline");
        if (parsed.Comparison == Comparison.Null)
            return IsNull(condition, key);
        // For the set operators an empty text is as good as no value.
        var isAbsent = key.Values.Count == 0 || (parsed.Set != ValueSet.Single && key.Values.All(value => value.Length == 0));
        return isAbsent ? WithoutValue(condition, parsed) : WithValues(parsed, condition, key.Values, hasVariables, context);
    }

    private static Match IsNull(PolicyCondition condition, ContextKey key) => Match.Any(condition.Values.Select(value =>
        bool.TryParse(value, out var expected)
            ? Match.Of(expected == (key.Values.Count == 0))
            : Match.Unknown($"the policy's value '{value}' is neither true nor false")));

    /// <summary>ForAllValues holds when there is nothing to look at: that is why it does not keep a Scan within its leading keys.</summary>
    private static Match WithoutValue(PolicyCondition condition, ConditionOperator parsed) => parsed switch
    {
        { Set: ValueSet.ForAllValues } => Match.Yes,
        { Set: ValueSet.ForAnyValue, IfExists: false } => Match.No,
        { Set: ValueSet.ForAnyValue } => Match.Unknown($"AWS does not say what '{condition.Operator}' makes of the absent key '{condition.Key}'"),
        _ => Match.Of(parsed.IfExists || parsed.IsNegated),
    };

    private static Match WithValues(
        ConditionOperator parsed, PolicyCondition condition, IReadOnlyList<string> values, bool hasVariables, RequestContext context)
    {
        Match One(string actual)
        {
            var any = Match.Any(condition.Values.Select(expected => ValueComparison.Compare(parsed.Comparison, actual, expected, hasVariables, context)));
            return parsed.IsNegated ? any.Not() : any;
        }

        return parsed.Set switch
        {
            ValueSet.ForAllValues => Match.All(values.Select(One)),
            ValueSet.ForAnyValue => Match.Any(values.Select(One)),
            _ => values.Count == 1
                ? One(values[0])
                : Match.Unknown($"'{condition.Operator}' has no set operator, and the request has {values.Count} values of '{condition.Key}'"),
        };
    }
}
