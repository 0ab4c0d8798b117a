namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>Whether something matches, in an order in which "and" is the smaller of two and "or" the greater.</summary>
internal enum Certainty
{
    No,
    Unknown,
    Yes,
}

/// <summary>Whether a part of a policy matches a request; where it cannot be known offline, why not.</summary>
internal readonly record struct Match(Certainty Certainty, string? Reason = null)
{
    public static readonly Match No = new(Certainty.No);

    public static readonly Match Yes = new(Certainty.Yes);

    public static Match Unknown(string reason) => new(Certainty.Unknown, reason);

    public static Match Of(bool matches) => matches ? Yes : No;

    public static Match All(IEnumerable<Match> matches)
    {
        var result = Yes;
        foreach (var match in matches)
        {
            if (match.Certainty == Certainty.No)
                return No;
            if (match.Certainty < result.Certainty)
                result = match;
        }

        return result;
    }

    public static Match Any(IEnumerable<Match> matches)
    {
        var result = No;
        foreach (var match in matches)
        {
            if (match.Certainty == Certainty.Yes)
                return Yes;
            if (match.Certainty > result.Certainty)
                result = match;
        }

        return result;
    }

    public Match Not() => new((Certainty)(Certainty.Yes - Certainty), Reason);
}
