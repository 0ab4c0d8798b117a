using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;

/// <summary>A stack, as it is now. Read and changed under the control plane's gate only.</summary>
internal sealed class Stack(string name, string region)
{
    public string Name => name;

    public string Region => region;

    public string Id { get; } = Account.Arn("cloudformation", region, $"stack/{name}/{Guid.NewGuid()}");

    /// <summary>Null until the first change set of a new stack is executed.</summary>
    public StackDefinition? Definition { get; set; }

    public Dictionary<string, StackResource> Resources { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<StackOutput> Outputs { get; set; } = [];

    /// <summary>In the order in which they happened.</summary>
    public List<StackEvent> Events { get; } = [];

    public List<ChangeSet> ChangeSets { get; } = [];

    public string Status { get; private set; } = "REVIEW_IN_PROGRESS";

    public string? StatusReason { get; private set; }

    public DateTimeOffset CreatedAt { get; } = DateTimeOffset.UtcNow;

    public DateTimeOffset? UpdatedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>The change set that was executed last.</summary>
    public string? ChangeSetId { get; set; }

    /// <summary>The token of the call that began the last operation: all its events have it.</summary>
    public string? Token { get; set; }

    /// <summary>The way back that failed and can be taken up again.</summary>
    public StackRollback? PendingRollback { get; set; }

    public bool DisableRollback { get; set; }

    public bool TerminationProtection { get; set; }

    public bool IsDeleted => DeletedAt is not null;

    /// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html#cfn-console-view-stack-data-resources-status-codes</summary>
    public bool CanBeUpdated => !Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal)
        && Status is not ("ROLLBACK_COMPLETE" or "ROLLBACK_FAILED" or "CREATE_FAILED" or "DELETE_FAILED" or "DELETE_COMPLETE" or "UPDATE_ROLLBACK_FAILED");

    public void SetStatus(string status, string? reason = null)
    {
        (Status, StatusReason) = (status, reason);
        if (status == "DELETE_COMPLETE")
            DeletedAt = DateTimeOffset.UtcNow;
        Events.Add(new StackEvent(Guid.NewGuid().ToString(), name, Id, "AWS::CloudFormation::Stack", status, reason, null, Token));
    }

    public void SetStatus(StackResource resource, string status, string? reason = null)
    {
        (resource.Status, resource.StatusReason, resource.ChangedAt) = (status, reason, DateTimeOffset.UtcNow);
        Events.Add(new StackEvent(
            $"{resource.LogicalId}-{status}-{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}-{Events.Count}", resource.LogicalId,
            resource.PhysicalId, resource.Type, status, reason, resource.Properties.ToJsonString(), Token));
    }
}
