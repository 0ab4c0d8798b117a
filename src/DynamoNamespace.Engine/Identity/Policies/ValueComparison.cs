using System.Globalization;
using System.Net;

namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>
/// Compares a request's value with a policy's. Variables stand in strings and ARNs only
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse).
/// </summary>
internal static class ValueComparison
{
    public static Match Compare(Comparison comparison, string actual, string expected, bool hasVariables, RequestContext context)
    {
        PolicyText Text(bool hasWildcards) => new(expected, hasVariables, hasWildcards, context);
        return comparison switch
        {
            Comparison.StringEquals => Text(hasWildcards: false).Compare(actual),
            Comparison.StringEqualsIgnoreCase => Text(hasWildcards: false).Compare(actual, ignoreCase: true),
            Comparison.StringLike => Text(hasWildcards: true).Compare(actual),
            Comparison.ArnLike => Text(hasWildcards: true).Compare(actual, shape: ArnShape.Condition),
            Comparison.Bool => Typed<bool>(actual, expected, bool.TryParse, order => order == 0),
            Comparison.IpAddress => Contains(expected, actual),
            >= Comparison.NumericEquals and <= Comparison.NumericGreaterThanEquals =>
                Typed<decimal>(actual, expected, TryNumber, Order(comparison - Comparison.NumericEquals)),
            >= Comparison.DateEquals and <= Comparison.DateGreaterThanEquals =>
                Typed<DateTimeOffset>(actual, expected, TryDate, Order(comparison - Comparison.DateEquals)),
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "It compares no values."),
        };
    }

    private delegate bool Reader<T>(string text, out T value);

    private static Match Typed<T>(string actual, string expected, Reader<T> read, Func<int, bool> holds)
        where T : IComparable<T> =>
        !read(expected, out var right) ? Match.Unknown($"the policy's value '{expected}' is not of the operator's type")
        : !read(actual, out var left) ? Match.Unknown($"the request's value '{actual}' is not of the operator's type")
        : Match.Of(holds(left.CompareTo(right)));

    /// <summary>The comparisons in the order in which <see cref="Comparison"/> lists them.</summary>
    private static Func<int, bool> Order(int index) => index switch
    {
        0 => order => order == 0,
        1 => order => order < 0,
        2 => order => order <= 0,
        3 => order => order > 0,
        _ => order => order >= 0,
    };

    private static bool TryNumber(string text, out decimal value) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>A date is an ISO 8601 date, or seconds since 1970.</summary>
    private static bool TryDate(string text, out DateTimeOffset value)
    {
        const long latest = 253402300799;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
        // Four digits alone are an ISO year.
        if (text.Length == 4)
            return DateTimeOffset.TryParseExact(text, "yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
        value = DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, latest));
        return true;
    }

    private static Match Contains(string network, string address)
    {
        var slash = network.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? network : network[..slash], out var first))
            return Match.Unknown($"the policy's value '{network}' is no IP address");
        if (!IPAddress.TryParse(address, out var actual))
            return Match.Unknown($"the request's value '{address}' is no IP address");
        var expectedBytes = first.GetAddressBytes();
        var actualBytes = actual.GetAddressBytes();
        var length = expectedBytes.Length * 8;
        if (slash >= 0 && (!int.TryParse(network.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > expectedBytes.Length * 8))
            return Match.Unknown($"the policy's value '{network}' is no IP range");
        return Match.Of(expectedBytes.Length == actualBytes.Length
            && Enumerable.Range(0, length).All(bit => ((expectedBytes[bit / 8] ^ actualBytes[bit / 8]) & (0x80 >> (bit % 8))) == 0));
    }
}
