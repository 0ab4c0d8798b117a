namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;

/// <summary>Deletes a stack's resources, then the stack.</summary>
internal sealed class StackDeletion(DeploymentContext context)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await context.StepAsync(cancellationToken);
        var there = context.Stack.Resources.Values.Where(resource => resource.PhysicalId.Length > 0 && resource.Status != "DELETE_COMPLETE").ToList();
        var deleted = await context.DeleteAsync(context.Definition.Template, there, cancellationToken);
        var failed = there.Where(resource => resource.Status == "DELETE_FAILED").Select(resource => resource.LogicalId);
        if (deleted)
            context.SetStatus("DELETE_COMPLETE");
        else
            context.SetStatus("DELETE_FAILED", $"The following resource(s) failed to delete: [{string.Join(", ", failed)}]. ");
    }
}
