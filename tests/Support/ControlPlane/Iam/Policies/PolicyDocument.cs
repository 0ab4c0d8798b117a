using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

/// <summary>
/// A policy's statements. What IAM refuses in a document is refused when it is read.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
/// </summary>
internal sealed record PolicyDocument(IReadOnlyList<PolicyStatement> Statements)
{
    private static readonly HashSet<string> Members = new(["Version", "Id", "Statement"], StringComparer.Ordinal);

    /// <param name="text">The document's JSON.</param>
    /// <param name="isTrust">Whether it says who may assume a role: it names principals and no resources.</param>
    /// <exception cref="AwsException">IAM would not take the document.</exception>
    public static PolicyDocument Parse(string text, bool isTrust = false)
    {
        var root = Read(text);
        if (root.Any(member => !Members.Contains(member.Key)))
            throw Malformed("Syntax errors in policy.");
        if (root["Version"] is { } version && Text(version) is not ("2012-10-17" or "2008-10-17"))
            throw Malformed("Syntax errors in policy.");
        JsonNode[] statements = root["Statement"] switch
        {
            JsonObject one => [one],
            JsonArray { Count: > 0 } several => [.. several.Select(statement => statement ?? throw Malformed("Syntax errors in policy."))],
            _ => throw Malformed("Syntax errors in policy."),
        };
        var parsed = statements.Select(statement => PolicyStatement.Parse(statement, isTrust)).ToList();
        var sids = parsed.Select(statement => statement.Sid).OfType<string>().ToList();
        return sids.Distinct(StringComparer.Ordinal).Count() == sids.Count
            ? new PolicyDocument(parsed)
            : throw Malformed("Statement IDs (SID) in a single policy must be unique.");
    }

    /// <summary>IAM does not count white space.</summary>
    public static int Size(string text) => Encoding.UTF8.GetByteCount(string.Concat(text.Where(c => !char.IsWhiteSpace(c))));

    internal static AwsException Malformed(string message) => new("MalformedPolicyDocument", message);

    internal static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Malformed("Syntax errors in policy.");

    private static JsonObject Read(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw Malformed("Syntax errors in policy.");
        }
        catch (JsonException)
        {
            throw Malformed("This policy contains invalid Json");
        }
    }
}
