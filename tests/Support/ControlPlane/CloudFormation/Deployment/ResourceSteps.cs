using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Faults;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;

/// <summary>Takes one resource through its states. Each method gives the reason of a failure, or null.</summary>
internal sealed class ResourceSteps(object gate, ControlPlaneOptions options, FaultPlan faults, ResourceTypes types, Stack stack)
{
    public Task<string?> CreateAsync(StackResource resource, CancellationToken cancellationToken) => RunAsync(resource, "CREATE", async () =>
    {
        Fail(faults.TakeFailure(resource.LogicalId));
        var identity = await types.Of(resource.Type).CreateAsync(Request(resource, resource.Properties), cancellationToken);
        lock (gate)
        {
            Apply(resource, identity, resource.Properties);
            stack.SetStatus(resource, "CREATE_IN_PROGRESS", "Resource creation Initiated");
        }

        await StayAsync(resource, "CREATE_IN_PROGRESS", cancellationToken);
    }, cancellationToken);

    public Task<string?> UpdateAsync(StackResource resource, JsonObject properties, CancellationToken cancellationToken) => RunAsync(resource, "UPDATE", async () =>
    {
        Fail(faults.TakeFailure(resource.LogicalId));
        await ChangeAsync(resource, properties, cancellationToken);
    }, cancellationToken);

    /// <summary>Brings a resource back to what it was.</summary>
    public Task<string?> RestoreAsync(StackResource resource, JsonObject properties, CancellationToken cancellationToken) => RunAsync(resource, "UPDATE", async () =>
    {
        Fail(faults.TakeRollbackFailure(resource.LogicalId));
        await ChangeAsync(resource, properties, cancellationToken);
    }, cancellationToken);

    public async Task<string?> DeleteAsync(StackResource resource, CancellationToken cancellationToken)
    {
        if (resource.DeletionPolicy is "Retain" or "RetainExceptOnCreate")
        {
            lock (gate)
                stack.SetStatus(resource, "DELETE_SKIPPED");
            return null;
        }

        return await RunAsync(resource, "DELETE", () => types.Of(resource.Type).DeleteAsync(Request(resource, resource.Properties), cancellationToken), cancellationToken);
    }

    private async Task ChangeAsync(StackResource resource, JsonObject properties, CancellationToken cancellationToken)
    {
        var identity = await types.Of(resource.Type).UpdateAsync(Request(resource, properties), resource.Properties, cancellationToken);
        lock (gate)
            Apply(resource, identity, properties);
    }

    private async Task<string?> RunAsync(StackResource resource, string verb, Func<Task> work, CancellationToken cancellationToken)
    {
        lock (gate)
            stack.SetStatus(resource, $"{verb}_IN_PROGRESS");
        await StayAsync(resource, $"{verb}_IN_PROGRESS", cancellationToken);
        try
        {
            await work();
        }
        catch (ResourceFailedException e)
        {
            return Failed(resource, verb, e.Message);
        }
        catch (AwsException e)
        {
            return Failed(resource, verb, $"Resource handler returned message: \"{e.Message}\" (RequestToken: {Guid.NewGuid()}, HandlerErrorCode: {HandlerErrorCode(e)})");
        }

        lock (gate)
            stack.SetStatus(resource, $"{verb}_COMPLETE");
        return null;
    }

    private Task StayAsync(StackResource resource, string status, CancellationToken cancellationToken) =>
        options.Holds.StayAsync($"{resource.LogicalId} {status}", options.Step, cancellationToken);

    private string Failed(StackResource resource, string verb, string reason)
    {
        lock (gate)
            stack.SetStatus(resource, $"{verb}_FAILED", reason);
        return reason;
    }

    private ResourceRequest Request(StackResource resource, JsonObject properties) => new(stack, resource.LogicalId, resource.Type, resource.PhysicalId, properties);

    private static void Apply(StackResource resource, ResourceIdentity identity, JsonObject properties) =>
        (resource.PhysicalId, resource.Attributes, resource.Properties) = (identity.PhysicalId, identity.Attributes, properties);

    private static void Fail(string? reason)
    {
        if (reason is not null)
            throw new ResourceFailedException(reason);
    }

    private static string HandlerErrorCode(AwsException e) => e.Code switch
    {
        "EntityAlreadyExists" or "ResourceInUseException" or "ResourceAlreadyExistsException" => "AlreadyExists",
        "NoSuchEntity" or "ResourceNotFoundException" => "NotFound",
        "LimitExceeded" or "LimitExceededException" => "ServiceLimitExceeded",
        "AccessDenied" or "AccessDeniedException" => "AccessDenied",
        _ => "InvalidRequest",
    };
}
