namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>What a place in a pattern stands for.</summary>
internal enum PatternTokenKind
{
    Character,
    AnyCharacter,
    AnyText,
}

/// <summary>A place in a pattern. A wildcard that stops at colons does not reach into the next part of an ARN.</summary>
internal readonly record struct PatternToken(PatternTokenKind Kind, char Character = '\0', bool StopsAtColons = false)
{
    public bool IsColon => Kind == PatternTokenKind.Character && Character == ':';

    public bool Takes(char character, bool ignoreCase) => Kind == PatternTokenKind.Character
        ? character == Character || (ignoreCase && char.ToUpperInvariant(character) == char.ToUpperInvariant(Character))
        : !StopsAtColons || character != ':';
}

/// <summary>Compares text with patterns in a time that grows with their lengths only, whatever wildcards they hold.</summary>
internal static class WildcardPattern
{
    /// <summary>The tokens of text in which <c>*</c> and <c>?</c> are wildcards.</summary>
    public static IEnumerable<PatternToken> Tokens(string pattern) => pattern.Select(character => character switch
    {
        '*' => new PatternToken(PatternTokenKind.AnyText),
        '?' => new PatternToken(PatternTokenKind.AnyCharacter),
        _ => new PatternToken(PatternTokenKind.Character, character),
    });

    /// <summary>The tokens of text that stands for itself.</summary>
    public static IEnumerable<PatternToken> Literal(string text) =>
        text.Select(character => new PatternToken(PatternTokenKind.Character, character));

    public static bool IsMatch(IEnumerable<PatternToken> pattern, string text, bool ignoreCase = false)
    {
        // reached[i]: the tokens so far can take exactly the first i characters. Nothing outside first..last is reached.
        var reached = new bool[text.Length + 1];
        var next = new bool[text.Length + 1];
        reached[0] = true;
        var (first, last) = (0, 0);
        foreach (var token in pattern)
        {
            var isText = token.Kind == PatternTokenKind.AnyText;
            var end = isText ? text.Length : Math.Min(last + 1, text.Length);
            var (nextFirst, nextLast) = (-1, -1);
            for (var i = first; i <= end; i++)
            {
                var before = i > first && (isText ? next[i - 1] : i - 1 <= last && reached[i - 1]);
                next[i] = (isText && i <= last && reached[i]) || (before && token.Takes(text[i - 1], ignoreCase));
                if (!next[i])
                    continue;
                nextFirst = nextFirst < 0 ? i : nextFirst;
                nextLast = i;
            }

            if (nextFirst < 0)
                return false;
            (reached, next, first, last) = (next, reached, nextFirst, nextLast);
        }

        return last == text.Length;
    }
}
