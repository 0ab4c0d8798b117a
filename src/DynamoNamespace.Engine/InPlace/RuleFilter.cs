using System.Text.RegularExpressions;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>
/// Says the conditions of rules as a filter, as far as a filter can say them. It may let an item through that no rule matches, which is then told apart here,
/// and never leaves one out that a rule matches: a pattern becomes that the attribute is there, and a text becomes that text or the number that it spells,
/// which DynamoDB compares by value.
/// </summary>
internal static partial class RuleFilter
{
    /// <summary>DynamoDB's numbers have at most this many digits.</summary>
    private const int MaximumDigits = 38;

    /// <param name="rules">The conditions of each rule.</param>
    /// <param name="key">The table's key, whose attributes every item has.</param>
    /// <returns>Null where nothing can be said, so that every item comes.</returns>
    public static ScanFilter? Of(IEnumerable<IReadOnlyList<AttributeCondition>> rules, KeySchema key) => ScanFilter.Of(
        [.. rules.Select(conditions => (IReadOnlyList<FilterTerm>)[.. conditions.Select(condition => TermOf(condition, key)).OfType<FilterTerm>()])]);

    private static FilterTerm? TermOf(AttributeCondition condition, KeySchema key)
    {
        if (condition.IsAbsence)
            return new FilterTerm(condition.Attribute, Exists: false, []);
        IReadOnlyList<string>? texts = condition.EqualText is { } text ? [text] : condition.OneOf;
        if (texts is not null && ValuesOf(texts) is { } values)
            return new FilterTerm(condition.Attribute, Exists: true, values);
        return key.Attributes.Any(attribute => string.Equals(attribute.Name, condition.Attribute, StringComparison.Ordinal))
            ? null
            : new FilterTerm(condition.Attribute, Exists: true, []);
    }

    /// <returns>Null where DynamoDB might not take the values.</returns>
    private static List<(AttributeType Type, string Text)>? ValuesOf(IReadOnlyList<string> texts)
    {
        var values = new List<(AttributeType Type, string Text)>();
        foreach (var text in texts)
        {
            if (text.Length == 0)
                return null;
            values.Add((AttributeType.S, text));
            if (PlainNumber().IsMatch(text) && text.Count(char.IsAsciiDigit) <= MaximumDigits)
                values.Add((AttributeType.N, text));
            else if (LikeANumber().IsMatch(text))
                return null;
        }

        return values.Count is 0 or > ScanFilter.MaximumOperands ? null : values;
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PlainNumber();

    /// <summary>What DynamoDB may take for a number in a spelling that is not judged here.</summary>
    [GeneratedRegex(@"^\s*[-+.]?[0-9][-+.0-9eE]*\s*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex LikeANumber();
}
