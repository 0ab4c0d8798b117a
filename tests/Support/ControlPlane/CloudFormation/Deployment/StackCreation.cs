using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;

/// <summary>Makes a stack's resources; if one fails, deletes those that were made.</summary>
internal sealed class StackCreation(DeploymentContext context)
{
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await context.StepAsync(cancellationToken);
        try
        {
            return await MakeAsync(cancellationToken);
        }
        catch (AwsException e)
        {
            // A template can turn out to be wrong only when its values are there.
            await RollBackAsync($"{e.Message} ", cancellationToken);
            return false;
        }
    }

    private async Task<bool> MakeAsync(CancellationToken cancellationToken)
    {
        foreach (var wave in ResourceOrder.Waves(context.Definition.Template, context.Wanted()))
        {
            var created = wave.ConvertAll(Add);
            var failures = await Task.WhenAll(created.Select(resource => context.Steps.CreateAsync(resource, cancellationToken)));
            var failed = created.Where((_, i) => failures[i] is not null).Select(resource => resource.LogicalId).ToList();
            if (failed.Count > 0)
            {
                await RollBackAsync($"The following resource(s) failed to create: [{string.Join(", ", failed)}]. ", cancellationToken);
                return false;
            }
        }

        lock (context.Gate)
        {
            context.SetOutputs();
            context.Stack.SetStatus("CREATE_COMPLETE");
        }

        return true;
    }

    private StackResource Add(TemplateResource declared)
    {
        lock (context.Gate)
        {
            var resource = new StackResource(declared.LogicalId, declared.Type)
            {
                DeletionPolicy = declared.DeletionPolicy,
                Properties = context.Evaluator().ResolveObject(declared.Properties),
            };
            context.Stack.Resources[declared.LogicalId] = resource;
            return resource;
        }
    }

    private async Task RollBackAsync(string reason, CancellationToken cancellationToken)
    {
        if (context.Stack.DisableRollback)
        {
            context.SetStatus("CREATE_FAILED", reason);
            return;
        }

        context.SetStatus("ROLLBACK_IN_PROGRESS", reason + "Rollback requested by user.");
        await context.StepAsync(cancellationToken);
        var made = context.Stack.Resources.Values.Where(resource => resource.PhysicalId.Length > 0).ToList();
        var deleted = await context.DeleteAsync(context.Definition.Template, made, cancellationToken);
        context.SetStatus(deleted ? "ROLLBACK_COMPLETE" : "ROLLBACK_FAILED");
    }
}
