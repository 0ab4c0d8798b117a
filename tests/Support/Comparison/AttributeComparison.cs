using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.Comparison;

/// <summary>
/// Compares DynamoDB JSON by value: the order of members and of set elements, the spelling of numbers and of base64
/// do not count; the type does.
/// </summary>
internal static class AttributeComparison
{
    public static IEnumerable<AttributeDifference> Members(string path, JsonObject expected, JsonObject actual)
    {
        foreach (var (name, value) in expected)
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (!actual.TryGetPropertyValue(name, out var found))
            {
                yield return new AttributeDifference(at, value!.ToJsonString(), null);
                continue;
            }

            foreach (var difference in Values(at, value!.AsObject(), found!.AsObject()))
                yield return difference;
        }

        foreach (var (name, value) in actual.Where(member => !expected.ContainsKey(member.Key)))
            yield return new AttributeDifference(path.Length == 0 ? name : $"{path}.{name}", null, value!.ToJsonString());
    }

    private static IEnumerable<AttributeDifference> Values(string path, JsonObject expected, JsonObject actual)
    {
        var (type, left) = expected.Single();
        var (actualType, right) = actual.Single();
        if (type == actualType)
        {
            switch (type)
            {
                case "M":
                    return Members(path, left!.AsObject(), right!.AsObject());
                case "L" when left!.AsArray().Count == right!.AsArray().Count:
                    return left.AsArray().Zip(right.AsArray())
                        .SelectMany((pair, i) => Values($"{path}[{i}]", pair.First!.AsObject(), pair.Second!.AsObject()));
                case not "L" when Canonical(type, left!).SequenceEqual(Canonical(type, right!), StringComparer.Ordinal):
                    return [];
            }
        }

        return [new AttributeDifference(path, expected.ToJsonString(), actual.ToJsonString())];
    }

    /// <summary>A scalar as one text, a set as its sorted texts, such that equal values have equal texts.</summary>
    private static IEnumerable<string> Canonical(string type, JsonNode value) => type switch
    {
        "S" => [Text(value)],
        "N" => [Number(value)],
        "B" => [Binary(value)],
        "BOOL" or "NULL" => [value.GetValue<bool>() ? "true" : "false"],
        "SS" => Sorted(value, Text),
        "NS" => Sorted(value, Number),
        "BS" => Sorted(value, Binary),
        _ => throw new NotSupportedException($"'{type}' is not an attribute type of DynamoDB."),
    };

    private static IEnumerable<string> Sorted(JsonNode set, Func<JsonNode, string> canonical) =>
        set.AsArray().Select(element => canonical(element!)).Order(StringComparer.Ordinal);

    private static string Text(JsonNode value) => value.GetValue<string>();

    private static string Number(JsonNode value) => ExactNumber.Parse(Text(value)).ToString();

    private static string Binary(JsonNode value) => Convert.ToHexString(Convert.FromBase64String(Text(value)));
}
