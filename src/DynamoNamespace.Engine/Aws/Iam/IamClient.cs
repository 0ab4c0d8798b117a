using System.Globalization;
using System.Xml.Linq;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws.Services;

namespace DynamoNamespace.Engine.Aws.Iam;

/// <summary>IAM over its query protocol.</summary>
internal sealed class IamClient(ServiceClient client) : IIam
{
    private const string NoSuchEntity = "NoSuchEntity";

    public async Task<IamPrincipalDetail?> FindAsync(IamPrincipal principal, CancellationToken cancellationToken)
    {
        var element = await FindEntityAsync($"Get{principal.Type}", [NameOf(principal)], principal.Type.ToString(), cancellationToken);
        return element is null ? null : new IamPrincipalDetail(
            principal, element.Text("Arn") ?? "", element.Child("PermissionsBoundary")?.Text("PermissionsBoundaryArn"));
    }

    public async Task<IReadOnlyList<AttachedPolicy>> ListAttachedPoliciesAsync(IamPrincipal principal, CancellationToken cancellationToken) =>
        [.. (await ListAsync($"ListAttached{principal.Type}Policies", [NameOf(principal)], "AttachedPolicies", cancellationToken))
            .Select(member => new AttachedPolicy(member.Text("PolicyName") ?? "", member.Text("PolicyArn") ?? ""))];

    public async Task<IReadOnlyList<string>> ListInlinePolicyNamesAsync(IamPrincipal principal, CancellationToken cancellationToken) =>
        [.. (await ListAsync($"List{principal.Type}Policies", [NameOf(principal)], "PolicyNames", cancellationToken)).Select(member => member.Value)];

    public async Task<string> GetInlinePolicyAsync(IamPrincipal principal, string policyName, CancellationToken cancellationToken) =>
        Decode((await client.QueryAsync($"Get{principal.Type}Policy", [NameOf(principal), new("PolicyName", policyName)], cancellationToken)).Text("PolicyDocument"));

    public async Task<IReadOnlyList<IamPrincipal>> ListGroupsAsync(string userName, CancellationToken cancellationToken) =>
        [.. (await ListAsync("ListGroupsForUser", [new("UserName", userName)], "Groups", cancellationToken))
            .Select(member => new IamPrincipal(IamPrincipalType.Group, member.Text("GroupName") ?? ""))];

    public Task AttachPolicyAsync(IamPrincipal principal, string policyArn, CancellationToken cancellationToken) =>
        client.QueryAsync($"Attach{principal.Type}Policy", [NameOf(principal), new("PolicyArn", policyArn)], cancellationToken);

    public Task DetachPolicyAsync(IamPrincipal principal, string policyArn, CancellationToken cancellationToken) =>
        client.QueryAsync($"Detach{principal.Type}Policy", [NameOf(principal), new("PolicyArn", policyArn)], cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> ListTagsAsync(IamPrincipal principal, CancellationToken cancellationToken) =>
        (await ListAsync($"List{principal.Type}Tags", [NameOf(principal)], "Tags", cancellationToken))
            .ToDictionary(member => member.Text("Key") ?? "", member => member.Text("Value") ?? "", StringComparer.Ordinal);

    public Task TagAsync(IamPrincipal principal, string key, string value, CancellationToken cancellationToken) =>
        client.QueryAsync($"Tag{principal.Type}", [NameOf(principal), new("Tags.member.1.Key", key), new("Tags.member.1.Value", value)], cancellationToken);

    public Task UntagAsync(IamPrincipal principal, string key, CancellationToken cancellationToken) =>
        client.QueryAsync($"Untag{principal.Type}", [NameOf(principal), new("TagKeys.member.1", key)], cancellationToken);

    public async Task<ManagedPolicy?> FindPolicyAsync(string policyArn, CancellationToken cancellationToken)
    {
        var policy = await FindEntityAsync("GetPolicy", [new("PolicyArn", policyArn)], "Policy", cancellationToken);
        return policy is null ? null : new ManagedPolicy(policy.Text("PolicyName") ?? "", policy.Text("Arn") ?? policyArn, policy.Text("DefaultVersionId") ?? "v1");
    }

    public async Task<string> GetPolicyDocumentAsync(string policyArn, string versionId, CancellationToken cancellationToken)
    {
        var result = await client.QueryAsync("GetPolicyVersion", [new("PolicyArn", policyArn), new("VersionId", versionId)], cancellationToken);
        return Decode(result.Child("PolicyVersion")?.Text("Document"));
    }

    public async Task<IReadOnlyList<SimulatedAction>> SimulateAsync(PolicySimulation simulation, CancellationToken cancellationToken) =>
        [.. (await ListAsync("SimulatePrincipalPolicy", Parameters(simulation), "EvaluationResults", cancellationToken)).SelectMany(ReadDecisions)];

    private static KeyValuePair<string, string> NameOf(IamPrincipal principal) => new($"{principal.Type}Name", principal.Name);

    /// <summary>IAM gives documents percent-encoded (https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html).</summary>
    private static string Decode(string? document) => Uri.UnescapeDataString(document ?? "");

    private async Task<XElement?> FindEntityAsync(string action, IEnumerable<KeyValuePair<string, string>> parameters, string element, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.QueryAsync(action, parameters, cancellationToken)).Child(element);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == NoSuchEntity)
        {
            return null;
        }
    }

    private async Task<List<XElement>> ListAsync(string action, IEnumerable<KeyValuePair<string, string>> parameters, string list, CancellationToken cancellationToken)
    {
        var members = new List<XElement>();
        string? marker = null;
        do
        {
            var result = await client.QueryAsync(action, marker is null ? parameters : [.. parameters, new("Marker", marker)], cancellationToken);
            members.AddRange(result.Members(list));
            marker = result.Flag("IsTruncated") ? result.Text("Marker") : null;
        }
        while (marker is not null);
        return members;
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(PolicySimulation simulation)
    {
        yield return new("PolicySourceArn", simulation.PrincipalArn);
        foreach (var (name, value) in Members("ActionNames", simulation.Actions).Concat(Members("ResourceArns", simulation.ResourceArns)))
            yield return new(name, value);
        for (var i = 0; i < simulation.Context.Count; i++)
        {
            var entry = string.Create(CultureInfo.InvariantCulture, $"ContextEntries.member.{i + 1}");
            yield return new(entry + ".ContextKeyName", simulation.Context[i].Key);
            yield return new(entry + ".ContextKeyType", simulation.Context[i].Type);
            foreach (var (name, value) in Members(entry + ".ContextKeyValues", simulation.Context[i].Values))
                yield return new(name, value);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Members(string list, IEnumerable<string> values) =>
        values.Select((value, index) => new KeyValuePair<string, string>(string.Create(CultureInfo.InvariantCulture, $"{list}.member.{index + 1}"), value));

    /// <summary>With several resources the decision of each stands in a list of its own.</summary>
    private static IEnumerable<SimulatedAction> ReadDecisions(XElement result)
    {
        var action = result.Text("EvalActionName") ?? "";
        var own = result.Members("ResourceSpecificResults").ToList();
        return own.Count == 0
            ? [new SimulatedAction(action, result.Text("EvalResourceName") ?? "*", result.Text("EvalDecision") ?? "", Missing(result))]
            : own.Select(each => new SimulatedAction(action, each.Text("EvalResourceName") ?? "*", each.Text("EvalResourceDecision") ?? "", Missing(each)));
    }

    private static List<string> Missing(XElement result) => [.. result.Members("MissingContextValues").Select(member => member.Value)];
}
