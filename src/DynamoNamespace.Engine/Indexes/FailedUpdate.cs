using DynamoNamespace.Engine.Aws.CloudFormation;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Looks into the events of a stack's last update for a change of an index that CloudFormation refused.</summary>
internal static class FailedUpdate
{
    /// <summary>What happened and what it means; null where the last update did not end so.</summary>
    public static async Task<string?> ExplainAsync(ICloudFormation cloudFormation, StackDescription stack, CancellationToken cancellationToken)
    {
        if (stack.Status is not ("UPDATE_ROLLBACK_COMPLETE" or "UPDATE_ROLLBACK_FAILED" or "UPDATE_FAILED"))
            return null;
        string? next = null;
        do
        {
            var page = await cloudFormation.DescribeEventsAsync(stack.Name, next, cancellationToken);
            foreach (var one in page.Events)
            {
                if (one.Status == "UPDATE_FAILED" && ProjectionRefusal.Explain(one.Reason) is { } meaning)
                    return $"The last update of stack '{stack.Name}' failed at {one.At.UtcDateTime:u} on {one.LogicalId}: {one.Reason!.TrimEnd('.')}. {meaning}.";
                if (one.IsOfStack(stack.Id) && one.Status == "UPDATE_IN_PROGRESS")
                    return null;
            }

            next = page.NextToken;
        }
        while (next is not null);
        return null;
    }
}
