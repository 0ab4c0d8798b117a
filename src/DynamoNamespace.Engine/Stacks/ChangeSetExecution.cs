using System.Net;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>Hands a change set over to be executed, and knows whether CloudFormation may have taken it.</summary>
internal sealed class ChangeSetExecution(ICloudFormation cloudFormation, StackDescription stack, ChangeSetDescription changeSet)
{
    /// <summary>Whether it may be under way: it was sent, and not refused.</summary>
    public bool IsHandedOver { get; private set; }

    /// <exception cref="DdbException">The stack was changed since the change set was made.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        IsHandedOver = true;
        try
        {
            await cloudFormation.ExecuteChangeSetAsync(stack.Name, changeSet.Id, changeSet.Name, cancellationToken);
        }
        catch (AmazonServiceException error) when (error.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError)
        {
            var isOutdated = error.ErrorCode is "InvalidChangeSetStatus" or "InvalidChangeSetStatusException" or "ChangeSetNotFound" or "ChangeSetNotFoundException";
            if (isOutdated && await IsBegunAsync(cancellationToken))
                return;
            IsHandedOver = false;
            if (!isOutdated)
                throw;
            throw new DdbException("ChangeSetOutdated", DdbErrorKind.InvalidState, stack.Name,
                $"Stack '{stack.Name}' was changed by somebody else after the change set {changeSet.Name} was made for it, so CloudFormation did not execute it: {error.Message.TrimEnd('.')}. Run the same command again; it did not change the stack.", error);
        }
    }

    /// <summary>A request that is sent again after its answer was lost finds its own change set at work.</summary>
    private async Task<bool> IsBegunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await cloudFormation.DescribeChangeSetAsync(stack.Name, changeSet.Id, cancellationToken)).ExecutionStatus.StartsWith("EXECUTE_", StringComparison.Ordinal);
        }
        catch (AmazonServiceException)
        {
            return false;
        }
    }
}
