using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>What CloudFormation does for resources of one type.</summary>
/// <remarks>All methods throw <see cref="AwsException"/> or <see cref="ResourceFailedException"/> where AWS would refuse.</remarks>
internal interface IResourceType
{
    /// <summary>The properties whose change needs a new resource.</summary>
    IReadOnlySet<string> ReplacedBy { get; }

    /// <summary>The property that names the resource, if one does.</summary>
    string? NameProperty { get; }

    Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken);

    Task<ResourceIdentity> UpdateAsync(ResourceRequest request, JsonObject before, CancellationToken cancellationToken);

    Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken);

    /// <summary>What GetAtt gives; null where the type has no such attribute.</summary>
    string? Attribute(StackResource resource, string name) => resource.Attributes.GetValueOrDefault(name);
}
