namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>
/// A text of a policy with its variables replaced by what a request says
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
/// </summary>
internal sealed class PolicyText
{
    private readonly List<PatternToken> tokens = [];

    /// <summary>How the text reads if wildcards in a variable's value are wildcards too.</summary>
    private readonly List<PatternToken> wildReading = [];

    private readonly RequestContext context;
    private readonly bool hasWildcards;
    private string? missing;
    private string? unknown;
    private string? ambiguous;

    /// <param name="source">The text as the policy has it.</param>
    /// <param name="hasVariables">Whether <c>${…}</c> is a variable here.</param>
    /// <param name="hasWildcards">Whether <c>*</c> and <c>?</c> are wildcards here.</param>
    /// <param name="context">Where the variables' values come from.</param>
    public PolicyText(string source, bool hasVariables, bool hasWildcards, RequestContext context)
    {
        this.context = context;
        this.hasWildcards = hasWildcards;
        var at = 0;
        while (at < source.Length)
        {
            var start = hasVariables ? source.IndexOf("${", at, StringComparison.Ordinal) : -1;
            var end = start < 0 ? -1 : source.IndexOf('}', start);
            if (end < 0)
                start = source.Length;
            AddText(source[at..start]);
            at = start;
            if (end < 0)
                break;
            AddVariable(source[(start + 2)..end]);
            at = end + 1;
        }
    }

    /// <summary>Compares with what <paramref name="shape"/> makes of the tokens, such as the parts of an ARN.</summary>
    public Match Compare(string text, bool ignoreCase = false, Func<IReadOnlyList<PatternToken>, IEnumerable<PatternToken>>? shape = null)
    {
        // A variable without a value is neither equal to nor like anything.
        if (missing is not null)
            return Match.No;
        bool IsMatch(List<PatternToken> pattern) => WildcardPattern.IsMatch(shape is null ? pattern : shape(pattern), text, ignoreCase);
        var matches = IsMatch(tokens);
        if (unknown is not null)
            return matches || IsMatch(wildReading) ? Match.Unknown($"the value of the variable '{unknown}' is not known offline") : Match.No;
        return ambiguous is null || matches == IsMatch(wildReading)
            ? Match.Of(matches)
            : Match.Unknown($"the value of the variable '{ambiguous}' holds a wildcard, and AWS does not say whether it counts as one");
    }

    /// <summary>A text that the pattern takes, with <paramref name="filling"/> for each wildcard of any length.</summary>
    public string Example(string filling) => string.Concat(wildReading.Select(token => token.Kind switch
    {
        PatternTokenKind.AnyText => filling,
        PatternTokenKind.AnyCharacter => "x",
        _ => token.Character.ToString(),
    }));

    private void AddText(string text) => Add(hasWildcards ? WildcardPattern.Tokens(text) : WildcardPattern.Literal(text));

    private void AddVariable(string body)
    {
        if (body is "*" or "?" or "$")
        {
            Add(WildcardPattern.Literal(body));
            return;
        }

        var (name, defaultValue) = SplitDefault(body);
        var key = context.Find(name);
        if (!key.IsKnown)
        {
            unknown ??= name;
            Add([new PatternToken(PatternTokenKind.AnyText)]);
        }
        else if ((key.Values is [{ Length: > 0 } single] ? single : defaultValue) is { } value)
        {
            tokens.AddRange(WildcardPattern.Literal(value));
            wildReading.AddRange(WildcardPattern.Tokens(value));
            if (hasWildcards && value.AsSpan().IndexOfAny('*', '?') >= 0)
                ambiguous ??= name;
        }
        else
        {
            missing ??= name;
        }
    }

    private void Add(IEnumerable<PatternToken> added)
    {
        foreach (var token in added)
        {
            tokens.Add(token);
            wildReading.Add(token);
        }
    }

    private static (string Name, string? Default) SplitDefault(string body)
    {
        var comma = body.IndexOf(", '", StringComparison.Ordinal);
        return comma > 0 && body.Length > comma + 3 && body[^1] == '\''
            ? (body[..comma].Trim(), body[(comma + 3)..^1])
            : (body.Trim(), null);
    }
}
