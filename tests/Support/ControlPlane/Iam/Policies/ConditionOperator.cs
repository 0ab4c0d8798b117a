using System.Globalization;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

/// <summary>
/// A condition's operator, as <c>ForAllValues:StringLike</c> or <c>StringEqualsIfExists</c>.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
/// </summary>
internal sealed record ConditionOperator(string Quantifier, string Name, bool IfExists)
{
    private static readonly HashSet<string> Names = new(
        [
            "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
            "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "Bool", "Null",
            "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<string> OtherNames = new(
        ["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "BinaryEquals", "IpAddress", "NotIpAddress"],
        StringComparer.Ordinal);

    public bool IsNegated => Name.Contains("Not", StringComparison.Ordinal);

    public static bool IsKnown(string text) => Parse(text) is var parsed
        && parsed.Quantifier is "" or "ForAllValues" or "ForAnyValue" && (Names.Contains(parsed.Name) || OtherNames.Contains(parsed.Name));

    public static ConditionOperator Parse(string text)
    {
        var (quantifier, name) = text.Split(':', 2) is [var before, var after] ? (before, after) : ("", text);
        var ifExists = name.EndsWith("IfExists", StringComparison.Ordinal);
        return new ConditionOperator(quantifier, ifExists ? name[..^"IfExists".Length] : name, ifExists);
    }

    /// <summary>Whether one value of the request satisfies the operator with one value of the policy, negation left aside.</summary>
    public bool Compare(string actual, string expected) => Name.Replace("Not", "", StringComparison.Ordinal) switch
    {
        "StringEquals" => actual == expected,
        "StringEqualsIgnoreCase" or "Bool" => actual.Equals(expected, StringComparison.OrdinalIgnoreCase),
        "StringLike" or "ArnLike" or "ArnEquals" => Wildcard.Matches(expected, actual),
        "NumericEquals" => Number(actual) == Number(expected),
        "NumericLessThan" => Number(actual) < Number(expected),
        "NumericLessThanEquals" => Number(actual) <= Number(expected),
        "NumericGreaterThan" => Number(actual) > Number(expected),
        "NumericGreaterThanEquals" => Number(actual) >= Number(expected),
        _ => throw new NotSupportedException($"The local control plane does not evaluate the condition operator '{Name}'."),
    };

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
