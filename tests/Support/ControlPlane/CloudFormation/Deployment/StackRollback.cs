using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;

/// <summary>The way back from an update that failed; it can fail itself, and be taken up again.</summary>
/// <param name="context">With the definition that the stack goes back to.</param>
/// <param name="attempted">The template of the update.</param>
/// <param name="original">The resources as they were.</param>
/// <param name="touched">Those that the update began to change.</param>
/// <param name="created">Those that it made.</param>
internal sealed class StackRollback(
    DeploymentContext context, Template attempted, IReadOnlyDictionary<string, StackResource> original,
    List<StackResource> touched, List<StackResource> created)
{
    public async Task RunAsync(IReadOnlyCollection<string> skipped, CancellationToken cancellationToken)
    {
        await context.StepAsync(cancellationToken);
        var restored = touched.Where(resource => !skipped.Contains(resource.LogicalId, StringComparer.Ordinal)).ToList();
        var failures = await Task.WhenAll(restored.Select(resource =>
            context.Steps.RestoreAsync(resource, original[resource.LogicalId].Properties, cancellationToken)));
        var failed = restored.Where((_, i) => failures[i] is not null).Select(resource => resource.LogicalId).ToList();
        lock (context.Gate)
        {
            if (failed.Count > 0)
            {
                context.Stack.PendingRollback = this;
                context.Stack.SetStatus("UPDATE_ROLLBACK_FAILED", $"The following resource(s) failed to update: [{string.Join(", ", failed)}]. ");
                return;
            }

            context.Stack.PendingRollback = null;
            context.Stack.SetStatus("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
        }

        await context.StepAsync(cancellationToken);
        var made = created.Where(resource => resource.PhysicalId.Length > 0).ToList();
        await context.DeleteAsync(attempted, made, cancellationToken);
        lock (context.Gate)
        {
            foreach (var resource in created)
            {
                if (original.TryGetValue(resource.LogicalId, out var replaced))
                    context.Stack.Resources[resource.LogicalId] = replaced;
                else
                    context.Stack.Resources.Remove(resource.LogicalId);
            }

            context.Stack.Definition = context.Definition;
            context.SetOutputs();
            context.Stack.SetStatus("UPDATE_ROLLBACK_COMPLETE");
        }
    }
}
