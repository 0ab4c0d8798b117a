using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;

/// <summary>Deletes a stack's resources, then the stack; there is no context for one that never had a template.</summary>
internal sealed class StackDeletion(DeploymentContext? context, Stack stack)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (context is null)
        {
            stack.SetStatus("DELETE_COMPLETE");
            return;
        }

        await context.StepAsync(cancellationToken);
        var there = stack.Resources.Values.Where(resource => resource.PhysicalId.Length > 0 && resource.Status != "DELETE_COMPLETE").ToList();
        var deleted = await context.DeleteAsync(context.Definition.Template, there, cancellationToken);
        var failed = there.Where(resource => resource.Status == "DELETE_FAILED").Select(resource => resource.LogicalId);
        if (deleted)
            context.SetStatus("DELETE_COMPLETE");
        else
            context.SetStatus("DELETE_FAILED", $"The following resource(s) failed to delete: [{string.Join(", ", failed)}]. ");
    }
}
