using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Logs;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>A log group.</summary>
internal sealed class LogGroupResource(LogStore store) : IResourceType
{
    public IReadOnlySet<string> ReplacedBy { get; } = new HashSet<string>(["LogGroupName"], StringComparer.Ordinal);

    public string? NameProperty => "LogGroupName";

    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var group = store.Create(request.Stack.Region, request.Name("LogGroupName"));
        return Task.FromResult(ResourceIdentity.Of(group.Name, ("Arn", group.Arn + ":*")));
    }

    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, JsonObject before, CancellationToken cancellationToken) =>
        Task.FromResult(ResourceIdentity.Of(request.PhysicalId, ("Arn", store.Get(request.PhysicalId).Arn + ":*")));

    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        store.Delete(request.PhysicalId);
        return Task.CompletedTask;
    }
}
