using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;

/// <summary>Brings a stack's resources to a new definition; if one fails, brings them back.</summary>
internal sealed class StackUpdate(DeploymentContext context, StackDefinition before)
{
    private readonly Dictionary<string, StackResource> _original = context.Stack.Resources.Values
        .ToDictionary(resource => resource.LogicalId, resource => resource.Copy(), StringComparer.Ordinal);

    private readonly List<StackResource> _touched = [];
    private readonly List<StackResource> _created = [];
    private readonly List<StackResource> _replaced = [];

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await context.StepAsync(cancellationToken);
        string? failure;
        try
        {
            failure = await ApplyAllAsync(cancellationToken);
        }
        catch (AwsException e)
        {
            // A template can turn out to be wrong only when its values are there.
            failure = $"{e.Message} ";
        }

        if (failure is null)
            await CleanUpAsync(cancellationToken);
        else
            await GoBackAsync(failure, cancellationToken);
        return failure is null;
    }

    private async Task<string?> ApplyAllAsync(CancellationToken cancellationToken)
    {
        foreach (var wave in ResourceOrder.Waves(context.Definition.Template, context.Wanted()))
        {
            var failures = await Task.WhenAll(wave.Select(declared => ApplyAsync(declared, cancellationToken)));
            var failed = wave.Where((_, i) => failures[i] is not null).Select(declared => declared.LogicalId).ToList();
            if (failed.Count > 0)
                return $"The following resource(s) failed to update: [{string.Join(", ", failed)}]. ";
        }

        lock (context.Gate)
            context.SetOutputs();
        return null;
    }

    private async Task<string?> ApplyAsync(TemplateResource declared, CancellationToken cancellationToken)
    {
        StackResource? existing;
        StackResource wanted;
        lock (context.Gate)
        {
            var properties = context.Evaluator().ResolveObject(declared.Properties);
            existing = context.Stack.Resources.GetValueOrDefault(declared.LogicalId);
            wanted = new StackResource(declared.LogicalId, declared.Type) { DeletionPolicy = declared.DeletionPolicy, Properties = properties };
            if (existing is null)
            {
                Add(wanted);
            }
            else
            {
                existing.DeletionPolicy = declared.DeletionPolicy;
                if (JsonText.Same(existing.Properties, properties))
                    return null;
                _touched.Add(existing);
            }
        }

        if (existing is null)
            return await context.Steps.CreateAsync(wanted, cancellationToken);
        return Replacement.IsNeeded(context.Types.Of(declared.Type), existing.Properties, wanted.Properties)
            ? await ReplaceAsync(existing, wanted, cancellationToken)
            : await context.Steps.UpdateAsync(existing, wanted.Properties, cancellationToken);
    }

    private async Task<string?> ReplaceAsync(StackResource existing, StackResource wanted, CancellationToken cancellationToken)
    {
        if (Replacement.CustomNameKept(context.Types.Of(existing.Type), existing.Properties, wanted.Properties) is { } name)
        {
            lock (context.Gate)
            {
                context.Stack.SetStatus(existing, "UPDATE_FAILED", Replacement.Refusal(name));
                return existing.StatusReason;
            }
        }

        lock (context.Gate)
        {
            _touched.Remove(existing);
            _replaced.Add(existing);
            Add(wanted);
        }

        return await context.Steps.CreateAsync(wanted, cancellationToken);
    }

    private void Add(StackResource resource)
    {
        _created.Add(resource);
        context.Stack.Resources[resource.LogicalId] = resource;
    }

    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        List<StackResource> removed;
        lock (context.Gate)
        {
            var wanted = context.Wanted().Select(resource => resource.LogicalId).ToHashSet(StringComparer.Ordinal);
            removed = [.. context.Stack.Resources.Values.Where(resource => !wanted.Contains(resource.LogicalId))];
            context.Stack.SetStatus("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
        }

        await context.StepAsync(cancellationToken);
        await context.DeleteAsync(before.Template, [.. removed, .. _replaced], cancellationToken);
        lock (context.Gate)
        {
            foreach (var resource in removed)
                context.Stack.Resources.Remove(resource.LogicalId);
            context.Stack.SetStatus("UPDATE_COMPLETE");
        }
    }

    private async Task GoBackAsync(string reason, CancellationToken cancellationToken)
    {
        if (context.Stack.DisableRollback)
        {
            context.SetStatus("UPDATE_FAILED", reason);
            return;
        }

        context.SetStatus("UPDATE_ROLLBACK_IN_PROGRESS", reason);
        await new StackRollback(context with { Definition = before }, context.Definition.Template, _original, _touched, _created)
            .RunAsync([], cancellationToken);
    }
}
