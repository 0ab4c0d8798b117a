using System.Text.Json;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>
/// Reads the JSON of an identity-based policy
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
/// </summary>
internal sealed class PolicyReader
{
    private const string VersionWithVariables = "2012-10-17";
    private const string FirstVersion = "2008-10-17";

    private static readonly string[] DocumentElements = ["Version", "Id", "Statement"];
    private static readonly string[] StatementElements = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    private readonly string policy;

    private PolicyReader(string policy) => this.policy = policy;

    public static PolicyDocument Read(string json, string name)
    {
        var reader = new PolicyReader(name);
        try
        {
            using var document = JsonDocument.Parse(json);
            return reader.ReadDocument(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new DdbException("MalformedPolicy", DdbErrorKind.InvalidArgument, name,
                $"The policy '{name}' is no valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {error.Message} {NextStep}", error);
        }
    }

    private const string NextStep = "Correct the policy, or leave it out; nothing was changed.";

    private PolicyDocument ReadDocument(JsonElement root)
    {
        var members = Members(root, "its top", DocumentElements);
        var version = members.TryGetValue("Version", out var written) ? Text(written, "Version") : FirstVersion;
        if (version is not (FirstVersion or VersionWithVariables))
            throw Error("Version", $"'{version}' is no version of the policy language; write \"{VersionWithVariables}\"");
        if (!members.TryGetValue("Statement", out var statements))
            throw Error("its top", "'Statement' is missing");
        return new PolicyDocument(policy, version == VersionWithVariables, statements.ValueKind == JsonValueKind.Array
            ? [.. statements.EnumerateArray().Select((statement, index) => ReadStatement(statement, index + 1, $"Statement[{index}]"))]
            : [ReadStatement(statements, 1, "Statement")]);
    }

    private PolicyStatement ReadStatement(JsonElement element, int number, string place)
    {
        var members = Members(element, place, StatementElements);
        if (!members.TryGetValue("Effect", out var effect))
            throw Error(place, "'Effect' is missing");
        var isAllow = Text(effect, $"{place}.Effect") switch
        {
            "Allow" => true,
            "Deny" => false,
            var other => throw Error($"{place}.Effect", $"'{other}' is no effect; write \"Allow\" or \"Deny\""),
        };
        return new PolicyStatement(
            number,
            members.TryGetValue("Sid", out var sid) && Text(sid, $"{place}.Sid") is { Length: > 0 } text ? text : null,
            isAllow,
            ReadPatterns(members, place, "Action"),
            ReadPatterns(members, place, "Resource"),
            members.TryGetValue("Condition", out var condition) ? ReadConditions(condition, $"{place}.Condition") : []);
    }

    private PolicyPatterns ReadPatterns(Dictionary<string, JsonElement> members, string place, string name)
    {
        var negatedName = "Not" + name;
        var isPlain = members.TryGetValue(name, out var plain);
        var isNegated = members.TryGetValue(negatedName, out var negated);
        if (isPlain == isNegated)
            throw Error(place, $"a statement has either '{name}' or '{negatedName}', and this one has {(isPlain ? "both" : "neither")}");
        var here = $"{place}.{(isNegated ? negatedName : name)}";
        var values = List(isNegated ? negated : plain).Select(value => Text(value, here)).ToList();
        return values.Count > 0 ? new PolicyPatterns(isNegated, values) : throw Error(here, "the list is empty");
    }

    private List<PolicyCondition> ReadConditions(JsonElement element, string place) =>
    [
        .. Members(element, place).SelectMany(@operator => Members(@operator.Value, $"{place}.{@operator.Key}").Select(key =>
            new PolicyCondition(@operator.Key, key.Key, [.. List(key.Value).Select(value => Scalar(value, $"{place}.{@operator.Key}.{key.Key}"))]))),
    ];

    private Dictionary<string, JsonElement> Members(JsonElement element, string place, string[]? known = null)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Error(place, "an object is expected");
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (known is not null && Array.IndexOf(known, member.Name) < 0)
                throw Error(place, $"'{member.Name}' is no element of an identity-based policy here; known are {string.Join(", ", known)}");
            if (!members.TryAdd(member.Name, member.Value))
                throw Error(place, $"'{member.Name}' is written twice");
        }

        return members;
    }

    private static IEnumerable<JsonElement> List(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    private string Text(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Error(place, "a text is expected");

    /// <summary>IAM takes numbers and truth values for condition values beside text.</summary>
    private string Scalar(JsonElement element, string place) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw Error(place, "a text, a number, true or false is expected"),
    };

    private DdbException Error(string place, string problem) => new("MalformedPolicy", DdbErrorKind.InvalidArgument, policy,
        $"The policy '{policy}' has an error at {place}: {problem}. {NextStep}");
}
