using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;

/// <summary>What the operations on one stack share.</summary>
internal sealed record DeploymentContext(
    object Gate, ControlPlaneOptions Options, ResourceTypes Types, Stack Stack, StackDefinition Definition, ResourceSteps Steps)
{
    public Task StepAsync(CancellationToken cancellationToken) => 
        Options.Holds.StayAsync(DeploymentHolds.Stack, Options.Step, cancellationToken);

    /// <summary>Resolves with what the stack's resources are now; to be used under the gate.</summary>
    public Evaluator Evaluator() => new(
        Definition.Template,
        ParameterValues.ForReference(Definition.Template, Definition.Parameters, Stack.Name, Stack.Id, Stack.Region),
        id => Stack.Resources[id].PhysicalId,
        (id, attribute) => Types.Attribute(Stack.Resources[id], attribute));

    /// <summary>The resources whose condition holds.</summary>
    public List<TemplateResource> Wanted()
    {
        var evaluator = Evaluator();
        return [.. Definition.Template.Resources.Values.Where(resource => evaluator.IsTrue(resource.Condition))];
    }

    public void SetStatus(string status, string? reason = null)
    {
        lock (Gate)
            Stack.SetStatus(status, reason);
    }

    public void SetOutputs()
    {
        var evaluator = Evaluator();
        Stack.Outputs =
        [
            .. Definition.Template.Outputs
                .Select(output => (output.Key, Declaration: output.Value!.AsObject()))
                .Where(output => evaluator.IsTrue(output.Declaration["Condition"]?.GetValue<string>()))
                .Select(output => new StackOutput(
                    output.Key, evaluator.ResolveText(output.Declaration["Value"]), output.Declaration["Description"]?.GetValue<string>(),
                    output.Declaration["Export"] is { } export ? evaluator.ResolveText(export["Name"]) : null)),
        ];
    }

    /// <summary>Deletes resources, those first that the others of the template do not need.</summary>
    public async Task<bool> DeleteAsync(Template template, IReadOnlyCollection<StackResource> resources, CancellationToken cancellationToken)
    {
        var declared = resources.Select(resource => template.Resources.GetValueOrDefault(resource.LogicalId)).OfType<TemplateResource>().Distinct().ToList();
        var waves = Enumerable.Reverse(ResourceOrder.Waves(template, declared)).ToList();
        var succeeded = true;
        foreach (var wave in waves)
        {
            var ids = wave.Select(resource => resource.LogicalId).ToHashSet(StringComparer.Ordinal);
            var results = await Task.WhenAll(resources.Where(resource => ids.Contains(resource.LogicalId))
                .Select(resource => Steps.DeleteAsync(resource, cancellationToken)));
            succeeded &= Array.TrueForAll(results, failure => failure is null);
        }

        return succeeded;
    }
}
