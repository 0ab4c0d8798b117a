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
        // AWS::SQS::Queue has a QueueName, AWS::CloudWatch::Alarm an AlarmName; buckets take no capital letters.
        var name = request.Name($"{request.Type.Split("::")[^1]}Name");
        return Task.FromResult(Identity(request, request.Type == "AWS::S3::Bucket" ? name.ToLowerInvariant() : name));
    }

    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, JsonObject before, CancellationToken cancellationToken) =>
        Task.FromResult(Identity(request, request.PhysicalId));

    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public string? Attribute(StackResource resource, string name) =>
        name.EndsWith("Arn", StringComparison.Ordinal) ? resource.Attributes["Arn"] : resource.PhysicalId;

    private static ResourceIdentity Identity(ResourceRequest request, string name)
    {
        var service = request.Type.Split("::").ElementAtOrDefault(1)?.ToLowerInvariant() ?? "other";
        return ResourceIdentity.Of(name, ("Arn", service == "s3" ? $"arn:{Account.Partition}:s3:::{name}" : Account.Arn(service, request.Stack.Region, name)));
    }
}
