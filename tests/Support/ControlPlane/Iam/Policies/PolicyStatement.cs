using System.Text.Json.Nodes;
using static DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies.PolicyDocument;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

/// <summary>A statement. Of each pair (Action or NotAction, Resource or NotResource) one list is null.</summary>
internal sealed record PolicyStatement(
    string? Sid, bool Allows, IReadOnlyList<string>? Actions, IReadOnlyList<string>? NotActions,
    IReadOnlyList<string>? Resources, IReadOnlyList<string>? NotResources, JsonObject Conditions)
{
    private static readonly HashSet<string> Members = new(
        ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"], StringComparer.Ordinal);

    public static PolicyStatement Parse(JsonNode node, bool isTrust)
    {
        if (node is not JsonObject statement || statement.Any(member => !Members.Contains(member.Key)))
            throw Malformed("Syntax errors in policy.");
        var effect = Text(statement["Effect"]);
        if (effect is not ("Allow" or "Deny"))
            throw Malformed("Syntax errors in policy.");

        var (actions, notActions) = (Texts(statement["Action"]), Texts(statement["NotAction"]));
        if (actions is null == notActions is null)
            throw Malformed(actions is null ? "Policy statement must contain actions." : "Syntax errors in policy.");
        var (resources, notResources) = (Texts(statement["Resource"]), Texts(statement["NotResource"]));
        var hasPrincipal = statement.ContainsKey("Principal") || statement.ContainsKey("NotPrincipal");
        CheckSubject(isTrust, hasPrincipal, resources, notResources);
        (actions ?? notActions)!.ForEach(CheckAction);
        (resources ?? notResources)?.ForEach(CheckResource);
        var conditions = statement["Condition"] switch
        {
            null => [],
            JsonObject found => found,
            _ => throw Malformed("Syntax errors in policy."),
        };
        foreach (var (name, _) in conditions)
        {
            if (!ConditionOperator.IsKnown(name))
                throw Malformed($"Invalid Condition type : {name}.");
        }

        return new PolicyStatement(statement["Sid"] is { } sid ? Text(sid) : null, effect == "Allow", actions, notActions, resources, notResources, conditions);
    }

    private static void CheckSubject(bool isTrust, bool hasPrincipal, List<string>? resources, List<string>? notResources)
    {
        if (isTrust)
        {
            if (!hasPrincipal)
                throw Malformed("AssumeRolepolicy must contain a principal element.");
            if (resources is not null || notResources is not null)
                throw Malformed("Has prohibited field Resource");
            return;
        }

        if (hasPrincipal)
            throw Malformed("Policy document should not specify a principal.");
        if (resources is null == notResources is null)
            throw Malformed(resources is null ? "Policy statement must contain resources." : "Syntax errors in policy.");
    }

    private static void CheckAction(string action)
    {
        if (action != "*" && (action.Split(':') is not [var vendor, var name] || vendor.Length == 0 || name.Length == 0))
            throw Malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }

    private static void CheckResource(string resource)
    {
        if (resource != "*" && (!resource.StartsWith("arn:", StringComparison.Ordinal) || resource.Split(':').Length < 6))
            throw Malformed($"Resource {resource} must be in ARN format or \"*\".");
    }

    private static List<string>? Texts(JsonNode? node) => node switch
    {
        null => null,
        JsonArray { Count: 0 } => throw Malformed("Syntax errors in policy."),
        JsonArray several => [.. several.Select(Text)],
        _ => [Text(node)],
    };
}
