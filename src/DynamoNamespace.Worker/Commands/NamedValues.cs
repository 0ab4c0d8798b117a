using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Worker.Commands;

/// <summary>Values that are given as <c>NAME=VALUE</c>.</summary>
internal static class NamedValues
{
    /// <exception cref="DdbException">One has no name.</exception>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<string> pairs, string option)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var end = pair.IndexOf('=', StringComparison.Ordinal);
            if (end <= 0)
            {
                throw new DdbException("InvalidNamedValue", DdbErrorKind.InvalidArgument, pair,
                    $"'{pair}' is no NAME=VALUE. Write {option} NAME=VALUE, once for each; nothing was changed.");
            }

            values[pair[..end]] = pair[(end + 1)..];
        }

        return values;
    }
}
