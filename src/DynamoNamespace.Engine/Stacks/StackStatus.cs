using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>
/// What a stack's status says about updating it
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html#cfn-console-view-stack-data-resources-status-codes).
/// </summary>
internal static class StackStatus
{
    public static bool IsInProgress(string status) => status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal);

    /// <summary>Whether an update is under way, or the way back from one.</summary>
    public static bool IsUpdateInProgress(string status) => IsInProgress(status) && status.StartsWith("UPDATE_", StringComparison.Ordinal);

    public static bool IsUpdated(string status) => status is "UPDATE_COMPLETE";

    /// <summary>Refuses a stack that CloudFormation would not update.</summary>
    /// <exception cref="DdbException">It is being changed, or has to be repaired first.</exception>
    public static void RequireUpdatable(StackDescription stack)
    {
        if (stack.Status is "CREATE_COMPLETE" or "UPDATE_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" or "IMPORT_COMPLETE" or "IMPORT_ROLLBACK_COMPLETE")
            return;
        var reason = stack.StatusReason is null ? "" : $" ({stack.StatusReason.TrimEnd('.')})";
        throw new DdbException("StackNotUpdatable", DdbErrorKind.InvalidState, stack.Name,
            $"Stack '{stack.Name}' is {stack.Status}{reason} and cannot be updated. {Remedy(stack)} Nothing was changed.");
    }

    private static string Remedy(StackDescription stack) => stack.Status switch
    {
        "REVIEW_IN_PROGRESS" => "It was never created: execute or delete its first change set.",
        "DELETE_IN_PROGRESS" => "It is being deleted, and its table with it unless that is retained.",
        "DELETE_COMPLETE" => "It was deleted: create it anew, or name another one.",
        var status when IsInProgress(status) => "Wait until that has ended (aws cloudformation describe-stack-events shows it), then run the same command again.",
        "UPDATE_ROLLBACK_FAILED" => $"Mend what its events name, then run 'aws cloudformation continue-update-rollback --stack-name {stack.Name}', and the same command after it.",
        "ROLLBACK_COMPLETE" or "ROLLBACK_FAILED" or "CREATE_FAILED" => "Its creation failed, so it can only be deleted and created anew.",
        "UPDATE_FAILED" => "Its last update was left as it failed: roll it back or retry it in the console, then run the same command again.",
        _ => "See its events, repair it, then run the same command again.",
    };
}
