using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.CloudFormation;
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

    /// <summary>What is done so far, for the error that ends it.</summary>
    public string Done { get; private set; } = "The stack was not changed.";

    public async Task<DdbNamespaceStack> RunAsync(CancellationToken cancellationToken)
    {
        StackStatus.RequireUpdatable(await FinishOwnUpdateAsync(cancellationToken));
        var found = await reader.ReadAsync(options.StackName, options.TableName, cancellationToken);
        if (!await ChangeAsync(found, cancellationToken))
            return StackReader.Describe(found);

        await new IndexBackfill(services.DynamoDb, audience, options.PollInterval).WaitAsync(found.TableName, TableAdditions.IndexName, cancellationToken);
        await RegisterAsync(found.TableName, cancellationToken);
        return StackReader.Describe(await reader.ReadAsync(options.StackName, options.TableName, cancellationToken));
    }

    /// <summary>An update that we began goes on by itself; somebody else's is theirs.</summary>
    private async Task<StackDescription> FinishOwnUpdateAsync(CancellationToken cancellationToken)
    {
        var stack = await reader.RequireAsync(options.StackName, cancellationToken);
        if (!StackStatus.IsUpdateInProgress(stack.Status))
            return stack;
        var events = new StackEvents(services.CloudFormation, stack, audience, options.PollInterval);
        // All events of an update have the token that it was begun with; which change set a stack was last made of may be told late.
        if (!StackChangeSet.IsOurToken(await events.SkipToUpdateAsync(cancellationToken)))
            return stack;
        audience.OnVerbose($"Stack '{stack.Name}' is {stack.Status} by an upgrade that was begun before: going on with it.");
        Done = "An upgrade that was begun before is under way; the same command goes on with it.";
        await events.FollowAsync(cancellationToken);
        Done = Updated;
        return await reader.RequireAsync(options.StackName, cancellationToken);
    }

    /// <returns>Whether the stack is now as it should be; false where the change set was reviewed and not wanted.</returns>
    private async Task<bool> ChangeAsync(FoundStack found, CancellationToken cancellationToken)
    {
        if (await TemplateAsync(found, cancellationToken) is not { } template)
        {
            audience.OnVerbose($"Stack '{found.Name}' has the index and the policies already: nothing to change.");
            Done = "The stack has the index and the policies.";
            return true;
        }

        DeployedTable.RequireNoIndexChange(found);
        var changeSet = new StackChangeSet(services.CloudFormation, found.Stack, audience, options.PollInterval);
        audience.OnStep($"Update stack '{found.Name}'", "making a change set");
        var parameters = options.HasOwnTemplate
            ? await template.ParametersAsync(services.CloudFormation, found.Stack, options, cancellationToken)
            : StackTemplate.DeployedParameters(found.Stack, options);
        var ready = await changeSet.CreateAsync(template, parameters, StackCapabilities.Of(found, options), cancellationToken);
        if (ready is null)
        {
            audience.OnVerbose($"CloudFormation finds nothing to change in stack '{found.Name}'.");
            return true;
        }

        return await ExecuteAsync(found, changeSet, ready, cancellationToken);
    }

    private async Task<bool> ExecuteAsync(FoundStack found, StackChangeSet changeSet, ChangeSetDescription ready, CancellationToken cancellationToken)
    {
        var execution = new ChangeSetExecution(services.CloudFormation, found.Stack, ready);
        try
        {
            DdbStackChange[] changes = [.. ready.Changes.Select(change => DdbStackChange.Of(change, found.Name, ready.Name))];
            await new TableLoss(services.CloudFormation, found, options.HasOwnTemplate).RefuseAsync(ready, cancellationToken);
            WarnOfCode(found, changes);
            if (!await audience.MayExecuteAsync(found.Name, changes))
                return false;

            var events = new StackEvents(services.CloudFormation, found.Stack, audience, options.PollInterval);
            await events.SkipAsync(cancellationToken);
            await BeginAsync(execution, ready, cancellationToken);
            await events.FollowAsync(cancellationToken);
            Done = Updated;
            return true;
        }
        finally
        {
            if (!execution.IsHandedOver)
                await changeSet.DeleteAsync(ready.Id);
        }
    }

    private async Task BeginAsync(ChangeSetExecution execution, ChangeSetDescription ready, CancellationToken cancellationToken)
    {
        try
        {
            await execution.BeginAsync(cancellationToken);
        }
        finally
        {
            if (execution.IsHandedOver)
                Done = $"The change set {ready.Name} was handed to CloudFormation; the same command goes on with it.";
        }
    }

    /// <returns>The template to deploy; null where the deployed one has everything.</returns>
    private async Task<StackTemplate?> TemplateAsync(FoundStack found, CancellationToken cancellationToken)
    {
        DeployedTable.RequireThere(found);
        if (options.HasOwnTemplate)
            return await StackTemplate.OfUserAsync(services, options, cancellationToken);
        var deployed = await services.CloudFormation.GetTemplateAsync(found.Name, null, cancellationToken);
        var converted = NamespaceTemplate.Convert(deployed, TableOf(found), found.Name);
        DeployedTable.RequireUndrifted(found, templateHasIndex: !converted.AddsIndex);
        foreach (var addition in converted.Additions)
            audience.OnVerbose($"To be added to stack '{found.Name}': {addition}.");
        var hasNewValue = options.ParameterValues.Any(pair => found.Stack.Parameters.GetValueOrDefault(pair.Key) != pair.Value);
        return converted.IsChanged || hasNewValue ? await StackTemplate.HandOverAsync(services, options, converted.Text, cancellationToken) : null;
    }

    private static TemplateTable TableOf(FoundStack found) => found.TableResource.LogicalId.Length > 0
        ? new TemplateTable { LogicalId = found.TableResource.LogicalId }
        : new TemplateTable { TableName = found.TableName, StackName = found.Name, ParameterValues = found.Stack.Parameters };

    private void WarnOfCode(FoundStack found, IEnumerable<DdbStackChange> changes)
    {
        foreach (var change in changes.Where(change => change.ResourceType == StackResource.FunctionType && change.Action == "Modify" && change.Properties.Contains("Code", StringComparer.Ordinal)))
        {
            audience.OnWarning(
                $"The template changes the code of {change.LogicalResourceId} in stack '{found.Name}'. A zae-limiter 0.10 aggregator fails on items with bare keys, so migrate the data before it is deployed.");
        }
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
