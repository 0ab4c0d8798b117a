using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

/// <summary>Managed policies, their versions, and who has them.</summary>
internal sealed class ManagedPolicyActions(IamStore store)
{
    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal)
    {
        ["CreatePolicy"] = CreatePolicy,
        ["GetPolicy"] = request => [QueryXml.Structure("Policy", [.. Describe(Get(request)), QueryXml.Text("Description", Get(request).Description), QueryXml.Tags("Tags", Get(request).Tags)])],
        ["GetPolicyVersion"] = GetPolicyVersion,
        ["ListPolicies"] = ListPolicies,
        ["ListPolicyVersions"] = request => IamPage.Of(request, "Versions", Enumerable.Reverse(Get(request).Versions), version => Describe(Get(request), version, withDocument: false)),
        ["ListEntitiesForPolicy"] = ListEntitiesForPolicy,
        ["DeletePolicy"] = DeletePolicy,
    };

    private XElement[] CreatePolicy(AwsRequest request)
    {
        var parameters = request.Parameters;
        var document = parameters.Required("PolicyDocument");
        var policy = ManagedPolicyDocument.Create(EntityName.Read(parameters, "PolicyName", 128), parameters.Text("Path") ?? "/", document, parameters.Text("Description"));
        foreach (var (key, value) in EntityName.Tags(parameters))
            policy.Tags[IamTag.CheckKey(key)] = IamTag.CheckValue(value);
        return [QueryXml.Structure("Policy", [.. Describe(store.Add(policy))])];
    }

    private XElement[] GetPolicyVersion(AwsRequest request)
    {
        var policy = Get(request);
        var id = request.Parameters.Required("VersionId");
        var version = policy.Versions.FirstOrDefault(version => version.Id == id)
            ?? throw IamStore.NoSuchEntity($"Policy {policy.Arn} version {id} does not exist or is not attachable.");
        return [QueryXml.Structure("PolicyVersion", [.. Describe(policy, version, withDocument: true)])];
    }

    private IEnumerable<XElement?> ListPolicies(AwsRequest request)
    {
        var scope = request.Parameters.Text("Scope") ?? "All";
        var onlyAttached = request.Parameters.Flag("OnlyAttached") == true;
        var prefix = request.Parameters.Text("PathPrefix") ?? "/";
        var found = store.Policies.Where(policy => (scope == "All" || policy.IsAwsManaged == (scope == "AWS"))
            && policy.Path.StartsWith(prefix, StringComparison.Ordinal)
            && (!onlyAttached || store.AttachedTo(policy).Any()));
        return IamPage.Of(request, "Policies", found, Describe);
    }

    private IEnumerable<XElement?> ListEntitiesForPolicy(AwsRequest request)
    {
        var filter = request.Parameters.Text("EntityFilter");
        var entities = store.AttachedTo(Get(request)).Where(principal => filter is null || filter == principal.Kind.ToString()).ToList();
        return [QueryXml.Flag("IsTruncated", false), .. Enum.GetValues<PrincipalKind>().Select(kind => QueryXml.List(
            $"Policy{kind}s", entities.Where(entity => entity.Kind == kind),
            entity => [QueryXml.Text($"{kind}Name", entity.Name), QueryXml.Text($"{kind}Id", entity.Id)]))];
    }

    private IEnumerable<XElement?>? DeletePolicy(AwsRequest request)
    {
        store.Remove(Get(request));
        return null;
    }

    private ManagedPolicy Get(AwsRequest request) => store.GetPolicy(request.Parameters.Required("PolicyArn"));

    private IEnumerable<XElement?> Describe(ManagedPolicy policy) =>
    [
        QueryXml.Text("PolicyName", policy.Name),
        QueryXml.Text("PolicyId", policy.Id),
        QueryXml.Text("Arn", policy.Arn),
        QueryXml.Text("Path", policy.Path),
        QueryXml.Text("DefaultVersionId", policy.Default.Id),
        QueryXml.Number("AttachmentCount", store.AttachedTo(policy).Count()),
        QueryXml.Number("PermissionsBoundaryUsageCount", 0),
        QueryXml.Flag("IsAttachable", true),
        QueryXml.Time("CreateDate", policy.CreatedAt),
        QueryXml.Time("UpdateDate", policy.Default.CreatedAt),
    ];

    private static IEnumerable<XElement?> Describe(ManagedPolicy policy, PolicyVersion version, bool withDocument) =>
    [
        withDocument ? PrincipalXml.Document("Document", version.Document) : null,
        QueryXml.Text("VersionId", version.Id),
        QueryXml.Flag("IsDefaultVersion", version == policy.Default),
        QueryXml.Time("CreateDate", version.CreatedAt),
    ];
}
