using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.CloudFormation;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>
/// Changes a stack by a change set that is shown first, follows its events, and finds a change again that it began before. A change set that is not
/// wanted, or that would lose the table, is deleted.
/// </summary>
/// <param name="services">The connection.</param>
/// <param name="options">The stack.</param>
/// <param name="audience">Reviews the changes.</param>
/// <param name="updated">What is done once the stack is updated, for the error that ends what comes after.</param>
internal sealed class ReviewedChange(AwsServices services, StackUpdateOptions options, IStackAudience audience, string updated)
{
    /// <summary>What is done so far, for the error that ends it.</summary>
    public string Done { get; set; } = "The stack was not changed.";

    /// <summary>An update that we began goes on by itself; somebody else's is theirs.</summary>
    public async Task<StackDescription> FinishOwnAsync(CancellationToken cancellationToken)
    {
        var stack = await new StackReader(services).RequireAsync(options.StackName, cancellationToken);
        if (!StackStatus.IsUpdateInProgress(stack.Status))
            return stack;
        var events = new StackEvents(services.CloudFormation, stack, audience, options.PollInterval);
        // All events of an update have the token that it was begun with; which change set a stack was last made of may be told late.
        if (!StackChangeSet.IsOurToken(await events.SkipToUpdateAsync(cancellationToken)))
            return stack;
        audience.OnVerbose($"Stack '{stack.Name}' is {stack.Status} by a change that was begun before: going on with it.");
        Done = "A change that was begun before is under way; the same command goes on with it.";
        await events.FollowAsync(cancellationToken);
        Done = updated;
        return await new StackReader(services).RequireAsync(options.StackName, cancellationToken);
    }

    /// <returns>Whether the stack is now as it should be; false where the change set was reviewed and not wanted.</returns>
    public async Task<bool> ApplyAsync(
        FoundStack found, StackTemplate template, IReadOnlyDictionary<string, string?> parameters, IReadOnlyList<string> capabilities, string description, CancellationToken cancellationToken)
    {
        var changeSet = new StackChangeSet(services.CloudFormation, found.Stack, audience, options.PollInterval);
        audience.OnStep($"Update stack '{found.Name}'", "making a change set");
        var ready = await changeSet.CreateAsync(template, parameters, capabilities, description, cancellationToken);
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
            Done = updated;
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

    private void WarnOfCode(FoundStack found, IEnumerable<DdbStackChange> changes)
    {
        foreach (var change in changes.Where(change => change.ResourceType == StackResource.FunctionType && change.Action == "Modify" && change.Properties.Contains("Code", StringComparer.Ordinal)))
        {
            audience.OnWarning(
                $"The template changes the code of {change.LogicalResourceId} in stack '{found.Name}'. A zae-limiter 0.10 aggregator fails on items with bare keys, so migrate the data before it is deployed.");
        }
    }
}
