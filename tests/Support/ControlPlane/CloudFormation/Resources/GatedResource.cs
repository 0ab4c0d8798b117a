using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>A type whose resources live in this process and are made at once: under the gate, as calls of their API are.</summary>
internal sealed class GatedResource(object gate, IResourceType inner) : IResourceType
{
    public IReadOnlySet<string> ReplacedBy => inner.ReplacedBy;

    public string? NameProperty => inner.NameProperty;

    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        lock (gate)
            return inner.CreateAsync(request, cancellationToken);
    }

    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, JsonObject before, CancellationToken cancellationToken)
    {
        lock (gate)
            return inner.UpdateAsync(request, before, cancellationToken);
    }

    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        lock (gate)
            return inner.DeleteAsync(request, cancellationToken);
    }

    public string? Attribute(StackResource resource, string name) => inner.Attribute(resource, name);
}
