using Amazon.Runtime;
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
    private readonly StackReader reader = new(services);

    /// <summary>What is done so far, for the error that ends it.</summary>
    public string Done { get; private set; } = "The stack was not changed.";

    public async Task<DdbNamespaceStack> RunAsync(CancellationToken cancellationToken)
    {
        await FinishOwnUpdateAsync(cancellationToken);
        var found = await reader.ReadAsync(options.StackName, options.TableName, cancellationToken);
        StackStatus.RequireUpdatable(found.Stack);
        if (!await ChangeAsync(found, cancellationToken))
            return StackReader.Describe(found);

        await new IndexBackfill(services.DynamoDb, audience, options.PollInterval).WaitAsync(found.TableName, TableAdditions.IndexName, cancellationToken);
        await RegisterAsync(found.TableName, cancellationToken);
        return StackReader.Describe(await reader.ReadAsync(options.StackName, options.TableName, cancellationToken));
    }

    /// <summary>An update that we began goes on by itself; somebody else's is theirs.</summary>
    private async Task FinishOwnUpdateAsync(CancellationToken cancellationToken)
    {
        var stack = await reader.RequireAsync(options.StackName, cancellationToken);
        if (!StackStatus.IsInProgress(stack.Status) || !StackChangeSet.IsOurs(stack.LastChangeSetId))
            return;
        audience.OnVerbose($"Stack '{stack.Name}' is {stack.Status} by an upgrade that was begun before: going on with it.");
        await new StackEvents(services.CloudFormation, stack, audience, options.PollInterval).FollowAsync(cancellationToken);
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
        var changeSet = new StackChangeSet(services.CloudFormation, found.Stack, options.PollInterval);
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
        var isExecuted = false;
        try
        {
            DdbStackChange[] changes = [.. ready.Changes.Select(change => DdbStackChange.Of(change, found.Name, ready.Name))];
            RefuseLoss(found, changes);
            WarnOfCode(found, changes);
            if (!await audience.MayExecuteAsync(found.Name, changes))
                return false;

            var events = new StackEvents(services.CloudFormation, found.Stack, audience, options.PollInterval);
            await events.SkipAsync(cancellationToken);
            await ExecuteAsync(found, ready, cancellationToken);
            isExecuted = true;
            await events.FollowAsync(cancellationToken);
            Done = "The stack is updated; the index or the namespace may still be missing.";
            return true;
        }
        finally
        {
            if (!isExecuted)
                await changeSet.DeleteAsync(ready.Id);
        }
    }

    private async Task ExecuteAsync(FoundStack found, ChangeSetDescription ready, CancellationToken cancellationToken)
    {
        var before = Done;
        Done = $"The change set {ready.Name} was handed to CloudFormation; the same command goes on with it.";
        try
        {
            await services.CloudFormation.ExecuteChangeSetAsync(found.Name, ready.Id, ready.Name, cancellationToken);
        }
        catch (AmazonServiceException error) when ((int)error.StatusCode is >= 400 and < 500)
        {
            Done = before;
            throw;
        }
    }

    /// <returns>The template to deploy; null where the deployed one has everything.</returns>
    private async Task<StackTemplate?> TemplateAsync(FoundStack found, CancellationToken cancellationToken)
    {
        if (options.HasOwnTemplate)
            return await StackTemplate.OfUserAsync(services, options, cancellationToken);
        var deployed = await services.CloudFormation.GetTemplateAsync(found.Name, cancellationToken);
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

    private static void RefuseLoss(FoundStack found, IEnumerable<DdbStackChange> changes)
    {
        if (changes.FirstOrDefault(change => change.LogicalResourceId == found.TableResource.LogicalId && change.IsLosing) is { } loss)
        {
            var how = loss.Action == "Modify" ? $"replace it (Replacement {loss.Replacement})" : $"{loss.Action.ToLowerInvariant()} it";
            throw new DdbException("TableWouldBeReplaced", DdbErrorKind.InvalidArgument, found.TableName,
                $"The change set for stack '{found.Name}' may {how}: table '{found.TableName}' ({loss.LogicalResourceId}) and all its items. Give a template that keeps the table's name, its key and its logical ID; the change set was deleted and the stack not changed.");
        }
    }

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
        var registered = await NamespaceOperations.RegisterAsync(options.Connection, tableName, name, null, cancellationToken);
        audience.OnVerbose($"Namespace '{name}' of table '{tableName}' has the ID '{registered.NamespaceId}'.");
    }
}
