using System.Globalization;

namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>The members of a form in the AWS query protocol: <c>Tags.member.1.Key=a</c> is the first of the list <c>Tags</c>.</summary>
internal sealed class QueryParameters
{
    private readonly Dictionary<string, string> _values;
    private readonly string _prefix;

    private QueryParameters(Dictionary<string, string> values, string prefix) => (_values, _prefix) = (values, prefix);

    public static QueryParameters Empty { get; } = Parse("");

    public IReadOnlyDictionary<string, string> Values => _values;

    public static QueryParameters Parse(string form)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            values[Decode(parts[0])] = parts.Length == 2 ? Decode(parts[1]) : "";
        }

        return new QueryParameters(values, "");
    }

    public string? Text(string name) => _values.GetValueOrDefault(_prefix + name);

    public bool Has(string name) => _values.ContainsKey(_prefix + name);

    /// <exception cref="AwsException">The member is missing.</exception>
    public string Required(string name) => Text(name) ?? throw AwsException.Validation(
        $"1 validation error detected: Value null at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: Member must not be null");

    public bool? Flag(string name) => Text(name) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : null;

    public int? Number(string name) => Text(name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new AwsException("MalformedInput", $"'{text}' is not a number."),
    };

    /// <summary>The texts of a list; null where the call has no such member, empty where it has an empty one.</summary>
    public List<string>? Texts(string name)
    {
        var texts = Places(name).Select(place => _values[place]).ToList();
        return texts.Count > 0 || Has(name) || Has(name + ".member") ? texts : null;
    }

    /// <summary>The structures of a list; null where the call has no such member, empty where it has an empty one.</summary>
    public List<QueryParameters>? Structures(string name)
    {
        var structures = new List<QueryParameters>();
        for (var i = 1; ; i++)
        {
            var prefix = $"{_prefix}{name}.member.{i}.";
            if (!_values.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal)))
                break;
            structures.Add(new QueryParameters(_values, prefix));
        }

        return structures.Count > 0 || Has(name) || Has(name + ".member") ? structures : null;
    }

    private IEnumerable<string> Places(string name)
    {
        for (var i = 1; _values.ContainsKey($"{_prefix}{name}.member.{i}"); i++)
            yield return $"{_prefix}{name}.member.{i}";
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
