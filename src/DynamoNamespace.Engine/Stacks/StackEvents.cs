using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Indexes;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>Follows a stack while CloudFormation changes it, and tells each event once.</summary>
internal sealed class StackEvents(ICloudFormation cloudFormation, StackDescription stack, IStackAudience audience, TimeSpan pollInterval)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private StackEvent? firstFailure;
    private string? lastOfStack;

    /// <summary>Passes over what happened before.</summary>
    public async Task SkipAsync(CancellationToken cancellationToken) => _ = await ReadNewAsync(cancellationToken);

    /// <summary>Passes over what happened before the update that is under way.</summary>
    /// <returns>The token that it was begun with; null where it was begun without one.</returns>
    public async Task<string?> SkipToUpdateAsync(CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var page = await cloudFormation.DescribeEventsAsync(stack.Name, next, cancellationToken);
            if (page.Events.FirstOrDefault(one => one.IsOfStack(stack.Id) && one.Status == "UPDATE_IN_PROGRESS") is { } begin)
            {
                seen.Add(begin.Id);
                lastOfStack = begin.Status;
                return begin.Token;
            }

            next = page.NextToken;
        }
        while (next is not null);
        return null;
    }

    /// <summary>
    /// Waits until the update has ended. What DescribeStacks says counts only once an event of the stack says so too: right after an update was begun,
    /// it may still tell how the one before ended.
    /// </summary>
    /// <exception cref="DdbException">The update failed; the error tells the first resource's reason, and where the stack is now.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = await cloudFormation.FindStackAsync(stack.Name, cancellationToken);
            if (now is null)
                throw Failed(now);
            await TellAsync(cancellationToken);
            if (!StackStatus.IsInProgress(now.Status) && lastOfStack is not null && !StackStatus.IsInProgress(lastOfStack))
            {
                if (StackStatus.IsUpdated(now.Status))
                    return;
                throw Failed(now);
            }

            await Task.Delay(pollInterval, cancellationToken);
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        foreach (var one in await ReadNewAsync(cancellationToken))
        {
            var reason = one.Reason is null ? "" : $": {one.Reason}";
            audience.OnStep($"Update stack '{stack.Name}'", $"{one.LogicalId} {one.Status}");
            audience.OnVerbose($"{one.At:HH:mm:ss} {one.LogicalId} ({one.ResourceType}) {one.Status}{reason}");
            if (one.IsOfStack(stack.Id))
                lastOfStack = one.Status;
            // What else was under way when something failed is cancelled, and is not the reason.
            else if (one.Status.EndsWith("_FAILED", StringComparison.Ordinal) && one.Reason?.Contains("cancelled", StringComparison.OrdinalIgnoreCase) != true)
                firstFailure ??= one;
        }
    }

    /// <summary>Oldest first. Events come newest first, so reading ends at the first that is known.</summary>
    private async Task<IReadOnlyList<StackEvent>> ReadNewAsync(CancellationToken cancellationToken)
    {
        var found = new List<StackEvent>();
        string? next = null;
        do
        {
            var page = await cloudFormation.DescribeEventsAsync(stack.Name, next, cancellationToken);
            var fresh = page.Events.TakeWhile(one => !seen.Contains(one.Id)).ToList();
            found.AddRange(fresh);
            next = fresh.Count == page.Events.Count ? page.NextToken : null;
        }
        while (next is not null);
        found.ForEach(one => seen.Add(one.Id));
        found.Reverse();
        return found;
    }

    private DdbException Failed(StackDescription? now)
    {
        var why = firstFailure is { } first
            ? $"{first.LogicalId} ({first.ResourceType}): {first.Reason?.TrimEnd('.') ?? first.Status}"
            : now?.StatusReason?.TrimEnd('.') ?? "CloudFormation gives no reason";
        var meaning = ProjectionRefusal.Explain(why) is { } explained ? $" {explained}." : "";
        return new DdbException("StackUpdateFailed", DdbErrorKind.ServiceError, stack.Name, $"The update of stack '{stack.Name}' failed. {why}.{meaning} {Where(now)}");
    }

    private static string Where(StackDescription? now) => now?.Status switch
    {
        "UPDATE_ROLLBACK_COMPLETE" => "CloudFormation has rolled it back, so the stack and its table are as before. Mend what is named, then run the same command again.",
        "UPDATE_ROLLBACK_FAILED" => $"It could not be rolled back either and is UPDATE_ROLLBACK_FAILED. Mend what is named, run 'aws cloudformation continue-update-rollback --stack-name {now.Name}', then the same command again. No item was changed.",
        null => "The stack is gone.",
        var status => $"It is {status} now. See its events before you go on; no item was changed.",
    };
}
