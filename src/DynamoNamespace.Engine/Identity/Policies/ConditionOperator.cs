namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>How the values of a request are taken together.</summary>
internal enum ValueSet
{
    Single,
    ForAllValues,
    ForAnyValue,
}

/// <summary>How two values are compared.</summary>
internal enum Comparison
{
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    ArnLike,
    Bool,
    Null,
    NumericEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    IpAddress,
}

/// <summary>
/// An operator of a Condition block, taken apart
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
/// </summary>
internal sealed record ConditionOperator(ValueSet Set, Comparison Comparison, bool IsNegated, bool IfExists)
{
    private const string IfExistsSuffix = "IfExists";

    private static readonly Dictionary<string, (Comparison Comparison, bool IsNegated)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["StringEquals"] = (Comparison.StringEquals, false),
        ["StringNotEquals"] = (Comparison.StringEquals, true),
        ["StringEqualsIgnoreCase"] = (Comparison.StringEqualsIgnoreCase, false),
        ["StringNotEqualsIgnoreCase"] = (Comparison.StringEqualsIgnoreCase, true),
        ["StringLike"] = (Comparison.StringLike, false),
        ["StringNotLike"] = (Comparison.StringLike, true),
        ["ArnEquals"] = (Comparison.ArnLike, false),
        ["ArnNotEquals"] = (Comparison.ArnLike, true),
        ["ArnLike"] = (Comparison.ArnLike, false),
        ["ArnNotLike"] = (Comparison.ArnLike, true),
        ["Bool"] = (Comparison.Bool, false),
        ["Null"] = (Comparison.Null, false),
        ["NumericEquals"] = (Comparison.NumericEquals, false),
        ["NumericNotEquals"] = (Comparison.NumericEquals, true),
        ["NumericLessThan"] = (Comparison.NumericLessThan, false),
        ["NumericLessThanEquals"] = (Comparison.NumericLessThanEquals, false),
        ["NumericGreaterThan"] = (Comparison.NumericGreaterThan, false),
        ["NumericGreaterThanEquals"] = (Comparison.NumericGreaterThanEquals, false),
        ["DateEquals"] = (Comparison.DateEquals, false),
        ["DateNotEquals"] = (Comparison.DateEquals, true),
        ["DateLessThan"] = (Comparison.DateLessThan, false),
        ["DateLessThanEquals"] = (Comparison.DateLessThanEquals, false),
        ["DateGreaterThan"] = (Comparison.DateGreaterThan, false),
        ["DateGreaterThanEquals"] = (Comparison.DateGreaterThanEquals, false),
        ["IpAddress"] = (Comparison.IpAddress, false),
        ["NotIpAddress"] = (Comparison.IpAddress, true),
    };

    /// <returns>The operator, or null if it is none that is known here.</returns>
    public static ConditionOperator? Parse(string name)
    {
        var set = ValueSet.Single;
        if (name.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
        {
            if (!Enum.TryParse(name[..colon], ignoreCase: true, out set) || set == ValueSet.Single)
                return null;
            name = name[(colon + 1)..];
        }

        var ifExists = name.EndsWith(IfExistsSuffix, StringComparison.OrdinalIgnoreCase);
        if (ifExists)
            name = name[..^IfExistsSuffix.Length];
        return Known.TryGetValue(name, out var known) && !(ifExists && known.Comparison == Comparison.Null)
            ? new ConditionOperator(set, known.Comparison, known.IsNegated, ifExists)
            : null;
    }
}
