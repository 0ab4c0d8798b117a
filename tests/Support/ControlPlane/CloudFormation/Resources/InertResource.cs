using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>Alarms, queues, buckets and whatever else a stack has that nothing here looks at: a name and made-up attributes.</summary>
internal sealed class InertResource : IResourceType
{
    public IReadOnlySet<string> ReplacedBy { get; } = new HashSet<string>(StringComparer.Ordinal);

    public string? NameProperty => null;

    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        // AWS::SQS::Queue has a QueueName, AWS::CloudWatch::Alarm an AlarmName.
        var name = request.Properties.FirstOrDefault(property => property.Key.EndsWith("Name", StringComparison.Ordinal)).Key;
        return Task.FromResult(ResourceIdentity.Of(name is null ? request.MadeUpName() : request.Name(name)));
    }

    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, JsonObject before, CancellationToken cancellationToken) =>
        Task.FromResult(ResourceIdentity.Of(request.PhysicalId));

    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public string? Attribute(StackResource resource, string name) => name.EndsWith("Arn", StringComparison.Ordinal)
        ? Account.Arn(resource.Type.Split("::").ElementAtOrDefault(1)?.ToLowerInvariant() ?? "other", "us-east-1", resource.PhysicalId)
        : resource.PhysicalId;
}
