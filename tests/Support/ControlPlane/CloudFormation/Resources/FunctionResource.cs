using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Lambda;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>A Lambda function's configuration; it is never run.</summary>
internal sealed class FunctionResource(FunctionStore store) : IResourceType
{
    public IReadOnlySet<string> ReplacedBy { get; } = new HashSet<string>(["FunctionName", "PackageType"], StringComparer.Ordinal);

    public string? NameProperty => "FunctionName";

    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var name = request.Name("FunctionName");
        return store.Functions.ContainsKey(name)
            ? throw new ResourceFailedException($"{name} already exists in stack {request.Stack.Id}")
            : Task.FromResult(Put(request, name));
    }

    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, JsonObject before, CancellationToken cancellationToken) =>
        Task.FromResult(Put(request, request.PhysicalId));

    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        store.Functions.TryRemove(request.PhysicalId, out _);
        return Task.CompletedTask;
    }

    private ResourceIdentity Put(ResourceRequest request, string name)
    {
        var arn = Account.Arn("lambda", request.Stack.Region, $"function:{name}");
        store.Functions[name] = new Function(name, arn, request.Text("Role") ?? "")
        {
            Runtime = request.Text("Runtime") ?? "",
            Handler = request.Text("Handler") ?? "",
            Description = request.Text("Description") ?? "",
            Timeout = Number(request, "Timeout", 3),
            MemorySize = Number(request, "MemorySize", 128),
            Code = Encoding.UTF8.GetBytes(request.Properties["Code"]?.ToJsonString() ?? ""),
            Variables = (request.Properties["Environment"]?["Variables"] as JsonObject ?? [])
                .ToDictionary(variable => variable.Key, variable => JsonText.Of(variable.Value), StringComparer.Ordinal),
            Tags = request.Tags(),
        };
        return ResourceIdentity.Of(name, ("Arn", arn));
    }

    private static int Number(ResourceRequest request, string name, int otherwise) =>
        request.Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
