using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>A Lambda function's subscription to a stream. It carries nothing here, but its stream cannot be exchanged.</summary>
internal sealed class EventSourceMappingResource : IResourceType
{
    public IReadOnlySet<string> ReplacedBy { get; } = new HashSet<string>(["EventSourceArn", "StartingPosition", "StartingPositionTimestamp"], StringComparer.Ordinal);

    public string? NameProperty => null;

    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.FromResult(Identity(request, Guid.NewGuid().ToString()));

    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, JsonObject before, CancellationToken cancellationToken) => Task.FromResult(Identity(request, request.PhysicalId));

    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    private static ResourceIdentity Identity(ResourceRequest request, string id) =>
        ResourceIdentity.Of(id, ("Id", id), ("EventSourceMappingArn", Account.Arn("lambda", request.Stack.Region, $"event-source-mapping:{id}")));
}
