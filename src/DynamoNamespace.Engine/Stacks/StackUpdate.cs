using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Stacks.Templates;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>
/// Brings a stack to where its table can hold namespaces. Each step looks first whether it is done, so that the same upgrade, run again after it was
/// stopped anywhere, goes on. The functions' code stays as it is: an aggregator of the new version would fail on items that are not migrated yet.
/// </summary>
internal sealed class StackUpdate(AwsServices services, StackUpdateOptions options, IStackUpdateAudience audience)
{
    private const string Updated = "The stack is updated; the index or the namespace may still be missing.";

    private readonly StackReader reader = new(services);
    private readonly ReviewedChange change = new(services, options, audience, Updated);

    /// <summary>What is done so far, for the error that ends it.</summary>
    public string Done => change.Done;

    public async Task<DdbNamespaceStack> RunAsync(CancellationToken cancellationToken)
    {
        StackStatus.RequireUpdatable(await change.FinishOwnAsync(cancellationToken));
        var found = await reader.ReadAsync(options.StackName, options.TableName, cancellationToken);
        if (!await ChangeAsync(found, cancellationToken))
            return StackReader.Describe(found);

        await new IndexBackfill(services.DynamoDb, audience, options.PollInterval).WaitAsync(found.TableName, TableAdditions.IndexName, cancellationToken);
        await RegisterAsync(found.TableName, cancellationToken);
        return StackReader.Describe(await reader.ReadAsync(options.StackName, options.TableName, cancellationToken));
    }

    /// <returns>Whether the stack is now as it should be; false where the change set was reviewed and not wanted.</returns>
    private async Task<bool> ChangeAsync(FoundStack found, CancellationToken cancellationToken)
    {
        if (await TemplateAsync(found, cancellationToken) is not { } template)
        {
            audience.OnVerbose($"Stack '{found.Name}' has the index and the policies already: nothing to change.");
            change.Done = "The stack has the index and the policies.";
            return true;
        }

        DeployedTable.RequireNoIndexChange(found);
        var parameters = options.HasOwnTemplate
            ? await template.ParametersAsync(services.CloudFormation, found.Stack, options, cancellationToken)
            : StackTemplate.DeployedParameters(found.Stack, options);
        return await change.ApplyAsync(found, template, parameters, StackCapabilities.Of(found, options), "Index and policies for namespaces", cancellationToken);
    }

    /// <returns>The template to deploy; null where the deployed one has everything.</returns>
    private async Task<StackTemplate?> TemplateAsync(FoundStack found, CancellationToken cancellationToken)
    {
        DeployedTable.RequireThere(found);
        if (options.HasOwnTemplate)
            return await StackTemplate.OfUserAsync(services, options, cancellationToken);
        var deployed = await services.CloudFormation.GetTemplateAsync(found.Name, null, cancellationToken);
        var converted = NamespaceTemplate.Convert(deployed, found.AsTemplateTable(), found.Name);
        DeployedTable.RequireUndrifted(found, templateHasIndex: !converted.AddsIndex);
        foreach (var addition in converted.Additions)
            audience.OnVerbose($"To be added to stack '{found.Name}': {addition}.");
        var hasNewValue = options.ParameterValues.Any(pair => found.Stack.Parameters.GetValueOrDefault(pair.Key) != pair.Value);
        return converted.IsChanged || hasNewValue ? await StackTemplate.HandOverAsync(services, options, converted.Text, cancellationToken) : null;
    }

    private async Task RegisterAsync(string tableName, CancellationToken cancellationToken)
    {
        if (options.Namespace is not { } name || !await audience.MayRegisterAsync(tableName, name))
            return;
        var registered = await RegisterAsync(tableName, name, cancellationToken);
        audience.OnVerbose($"Namespace '{name}' of table '{tableName}' has the ID '{registered.NamespaceId}'.");
    }

    private async Task<DdbNamespace> RegisterAsync(string tableName, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await NamespaceOperations.RegisterAsync(options.Connection, tableName, name, null, cancellationToken);
        }
        catch (DdbException error)
        {
            throw new DdbException(error.ErrorId, error.Kind, error.Target,
                $"{error.Message} The stack is up to date and index {TableAdditions.IndexName} is ACTIVE; only the namespace '{name}' was not registered.", error);
        }
    }
}
