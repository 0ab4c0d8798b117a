using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Iam;
using DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html</summary>
internal sealed class RoleResource(IamStore store) : IResourceType
{
    public IReadOnlySet<string> ReplacedBy { get; } = new HashSet<string>(["RoleName", "Path"], StringComparer.Ordinal);

    public string? NameProperty => "RoleName";

    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        PolicyDocument.Parse(Trust(request.Properties), isTrust: true);
        var role = store.Add(new Principal(PrincipalKind.Role, request.Name("RoleName"), request.Text("Path") ?? "/"));
        return Task.FromResult(Apply(role, request, []));
    }

    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, JsonObject before, CancellationToken cancellationToken)
    {
        PolicyDocument.Parse(Trust(request.Properties), isTrust: true);
        return Task.FromResult(Apply(store.Get(PrincipalKind.Role, request.PhysicalId), request, before));
    }

    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var role = store.Get(PrincipalKind.Role, request.PhysicalId);
        // CloudFormation takes away what the template gave; what others have attached keeps the role.
        role.Attached.RemoveAll(Managed(request.Properties).Contains);
        foreach (var name in Inline(request.Properties).Keys)
            role.Inline.Remove(name);
        store.Remove(role);
        return Task.CompletedTask;
    }

    private ResourceIdentity Apply(Principal role, ResourceRequest request, JsonObject before)
    {
        role.TrustPolicy = Trust(request.Properties);
        role.Description = request.Text("Description");
        role.MaxSessionDuration = request.Text("MaxSessionDuration") is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : 3600;
        role.PermissionsBoundary = request.Text("PermissionsBoundary");
        foreach (var name in Inline(before).Keys.Except(Inline(request.Properties).Keys, StringComparer.Ordinal))
            role.Inline.Remove(name);
        foreach (var (name, document) in Inline(request.Properties))
            InlinePolicy.Put(role, name, document);
        foreach (var arn in Managed(before).Except(Managed(request.Properties), StringComparer.Ordinal))
            role.Attached.Remove(arn);
        foreach (var arn in Managed(request.Properties))
            store.Attach(role, arn);
        foreach (var key in (request with { Properties = before }).Tags().Keys.Except(request.Tags().Keys, StringComparer.Ordinal))
            role.Tags.Remove(key);
        IamStore.Tag(role, request.Tags());
        return ResourceIdentity.Of(role.Name, ("Arn", role.Arn), ("RoleId", role.Id));
    }

    private static string Trust(JsonObject properties) => properties["AssumeRolePolicyDocument"]?.ToJsonString()
        ?? throw new ResourceFailedException("Properties validation failed for resource with message: #: required key [AssumeRolePolicyDocument] not found");

    private static HashSet<string> Managed(JsonObject properties) =>
        (properties["ManagedPolicyArns"] as JsonArray ?? []).Select(JsonText.Of).ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, string> Inline(JsonObject properties) => (properties["Policies"] as JsonArray ?? [])
        .ToDictionary(policy => JsonText.Of(policy!["PolicyName"]), policy => policy!["PolicyDocument"]!.ToJsonString(), StringComparer.Ordinal);
}
