using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Iam;
using DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html</summary>
internal sealed class ManagedPolicyResource(IamStore store) : IResourceType
{
    private static readonly (string Property, PrincipalKind Kind)[] Attachments =
        [("Roles", PrincipalKind.Role), ("Users", PrincipalKind.User), ("Groups", PrincipalKind.Group)];

    public IReadOnlySet<string> ReplacedBy { get; } = new HashSet<string>(["ManagedPolicyName", "Path", "Description"], StringComparer.Ordinal);

    public string? NameProperty => "ManagedPolicyName";

    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var policy = store.Add(ManagedPolicyDocument.Create(
            request.Name("ManagedPolicyName"), request.Text("Path") ?? "/", Document(request.Properties), request.Text("Description")));
        foreach (var principal in Principals(request.Properties))
            store.Attach(principal, policy.Arn);
        return Task.FromResult(Identity(policy));
    }

    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, JsonObject before, CancellationToken cancellationToken)
    {
        var policy = store.GetPolicy(request.PhysicalId);
        if (!JsonText.Same(before["PolicyDocument"], request.Properties["PolicyDocument"]))
        {
            ManagedPolicyDocument.Check(Document(request.Properties));
            policy.Change(Document(request.Properties));
        }

        var (wanted, had) = (Principals(request.Properties).ToList(), Principals(before).ToList());
        foreach (var principal in had.Except(wanted))
            store.Detach(principal, policy.Arn);
        foreach (var principal in wanted.Except(had))
            store.Attach(principal, policy.Arn);
        return Task.FromResult(Identity(policy));
    }

    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var policy = store.GetPolicy(request.PhysicalId);
        foreach (var principal in Principals(request.Properties).Where(principal => principal.Attached.Contains(policy.Arn)))
            store.Detach(principal, policy.Arn);
        store.Remove(policy);
        return Task.CompletedTask;
    }

    private static string Document(JsonObject properties) => properties["PolicyDocument"]?.ToJsonString()
        ?? throw new ResourceFailedException("Properties validation failed for resource with message: #: required key [PolicyDocument] not found");

    private static ResourceIdentity Identity(ManagedPolicy policy) =>
        ResourceIdentity.Of(policy.Arn, ("PolicyArn", policy.Arn), ("PolicyId", policy.Id), ("DefaultVersionId", policy.Default.Id));

    private IEnumerable<Principal> Principals(JsonObject properties) => Attachments.SelectMany(attachment =>
        (properties[attachment.Property] as JsonArray ?? []).Select(name => store.Get(attachment.Kind, JsonText.Of(name))));
}
