namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>How far the wildcards of an ARN pattern reach.</summary>
internal static class ArnShape
{
    private const int Colons = 5;

    /// <summary>Whether parts are left out; no variable may stand before the last one.</summary>
    public static bool IsIncomplete(string pattern) => pattern.Count(character => character == ':') < Colons;

    /// <summary>
    /// Whether a wildcard stands in the resource's type, as in <c>*/limits</c>, which AWS calls not allowed and yet may go by
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
    /// </summary>
    public static bool HasWildcardInType(string pattern)
    {
        var parts = pattern.Split(':', Colons + 1);
        var slash = parts[^1].IndexOf('/', StringComparison.Ordinal);
        return parts.Length > Colons && slash >= 0 && parts[^1].AsSpan(0, slash).IndexOfAny('*', '?') >= 0;
    }

    /// <summary>
    /// For Resource: a wildcard stays in its part between two colons, but for a <c>*</c> at a part's end, which reaches on
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
    /// </summary>
    public static IEnumerable<PatternToken> Resource(IReadOnlyList<PatternToken> pattern)
    {
        for (var i = 0; i < pattern.Count; i++)
        {
            var isOpen = pattern[i].Kind == PatternTokenKind.AnyText && (i + 1 == pattern.Count || pattern[i + 1].IsColon);
            yield return pattern[i] with { StopsAtColons = !isOpen };
        }
    }

    /// <summary>For Resource: parts that are left out at the end are any (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).</summary>
    public static IEnumerable<PatternToken> CompletedResource(IReadOnlyList<PatternToken> pattern)
    {
        foreach (var token in Resource(pattern))
            yield return token;
        for (var colons = pattern.Count(token => token.IsColon); colons < Colons; colons++)
        {
            yield return new PatternToken(PatternTokenKind.Character, ':');
            yield return new PatternToken(PatternTokenKind.AnyText);
        }
    }

    /// <summary>
    /// For conditions: each of the six parts is compared with its own
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
    /// </summary>
    public static IEnumerable<PatternToken> Condition(IReadOnlyList<PatternToken> pattern)
    {
        var colons = 0;
        foreach (var token in pattern)
        {
            yield return token with { StopsAtColons = colons < Colons };
            if (token.IsColon)
                colons++;
        }
    }
}
