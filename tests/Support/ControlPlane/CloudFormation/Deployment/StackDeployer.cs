using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Faults;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;

/// <summary>Sets stacks on their way. Its methods are called under the gate and return at once.</summary>
internal sealed class StackDeployer(object gate, ControlPlaneOptions options, FaultPlan faults, ResourceTypes types, BackgroundWork work)
{
    /// <summary>Finds out what a change set changes, while it is seen to be created.</summary>
    public void Prepare(ChangeSet changeSet) => work.Start(async cancellationToken =>
    {
        await options.Holds.StayAsync(DeploymentHolds.Stack, options.Step, cancellationToken);
        lock (gate)
            changeSet.Status = "CREATE_IN_PROGRESS";
        await options.Holds.StayAsync(DeploymentHolds.Stack, options.Step, cancellationToken);
        lock (gate)
        {
            changeSet.Changes = StackComparison.Compare(changeSet.Stack, changeSet.Definition, types);
            var changed = StackComparison.IsChange(changeSet.Stack, changeSet.Definition, changeSet.Changes);
            changeSet.StatusReason = changed ? null : ChangeSet.NoChanges;
            changeSet.ExecutionStatus = changed ? "AVAILABLE" : "UNAVAILABLE";
            changeSet.Status = changed ? "CREATE_COMPLETE" : "FAILED";
        }
    });

    public void Create(Stack stack, StackDefinition definition, ChangeSet? changeSet = null)
    {
        stack.SetStatus("CREATE_IN_PROGRESS", "User Initiated");
        stack.Definition = definition;
        Begin(changeSet);
        var creation = new StackCreation(Context(stack, definition));
        work.Start(token => FollowAsync(changeSet, creation.RunAsync, token));
    }

    public void Update(Stack stack, StackDefinition definition, ChangeSet? changeSet)
    {
        stack.SetStatus("UPDATE_IN_PROGRESS", "User Initiated");
        var update = new StackUpdate(Context(stack, definition), stack.Definition!);
        stack.Definition = definition;
        stack.UpdatedAt = DateTimeOffset.UtcNow;
        Begin(changeSet);
        work.Start(token => FollowAsync(changeSet, update.RunAsync, token));
    }

    public void ContinueRollback(Stack stack, IReadOnlyCollection<string> skipped)
    {
        var rollback = stack.PendingRollback!;
        stack.SetStatus("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated");
        work.Start(token => rollback.RunAsync(skipped, token));
    }

    public void Delete(Stack stack)
    {
        stack.SetStatus("DELETE_IN_PROGRESS", "User Initiated");
        // A stack that was only reviewed has nothing to delete.
        if (stack.Definition is { } definition)
            work.Start(new StackDeletion(Context(stack, definition)).RunAsync);
        else
            stack.SetStatus("DELETE_COMPLETE");
    }

    private DeploymentContext Context(Stack stack, StackDefinition definition) =>
        new(gate, options, types, stack, definition, new ResourceSteps(gate, options, faults, types, stack));

    private static void Begin(ChangeSet? changeSet)
    {
        if (changeSet is not null)
            (changeSet.ExecutionStatus, changeSet.Stack.ChangeSetId) = ("EXECUTE_IN_PROGRESS", changeSet.Id);
    }

    private async Task FollowAsync(ChangeSet? changeSet, Func<CancellationToken, Task<bool>> run, CancellationToken cancellationToken)
    {
        var succeeded = await run(cancellationToken);
        if (changeSet is not null)
        {
            lock (gate)
                changeSet.ExecutionStatus = succeeded ? "EXECUTE_COMPLETE" : "EXECUTE_FAILED";
        }
    }
}
