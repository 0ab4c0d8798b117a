namespace DynamoNamespace.Tests.Support.ControlPlane.Logs;

/// <summary>
/// A pattern of terms: all plain ones must stand in the message, none of those after <c>-</c>, and one at least of those
/// after <c>?</c>, which count only where there are no others.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
/// </summary>
internal sealed class FilterPattern
{
    private readonly List<string> _all = [];
    private readonly List<string> _any = [];
    private readonly List<string> _none = [];

    public FilterPattern(string pattern)
    {
        var place = 0;
        while (place < pattern.Length)
        {
            if (pattern[place] == ' ')
            {
                place++;
                continue;
            }

            var list = pattern[place] switch { '?' => _any, '-' => _none, _ => _all };
            if (list != _all)
                place++;
            list.Add(Term(pattern, ref place));
        }
    }

    public bool Matches(string message) =>
        _all.TrueForAll(term => Has(message, term))
        && !_none.Exists(term => Has(message, term))
        && (_any.Count == 0 || _all.Count > 0 || _any.Exists(term => Has(message, term)));

    private static string Term(string pattern, ref int place)
    {
        var quoted = place < pattern.Length && pattern[place] == '"';
        var start = quoted ? place + 1 : place;
        var end = pattern.IndexOf(quoted ? '"' : ' ', Math.Min(start, pattern.Length));
        if (end < 0)
            end = pattern.Length;
        place = Math.Min(pattern.Length, end + 1);
        return pattern[start..end];
    }

    private static bool Has(string message, string term) => message.Contains(term, StringComparison.Ordinal);
}
