using System.Net;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Identity.Principals;

/// <summary>
/// The one call of an operation that changes a principal. Errors before it say that nothing was changed, and those of the call itself whether
/// that is known.
/// </summary>
internal sealed class PrincipalChange
{
    public const string NoSuchEntity = "NoSuchEntity";

    private string done = "Nothing was changed.";

    public PrincipalChange(CallSubject subject) => subject.Done = () => done;

    /// <param name="principal">What is changed.</param>
    /// <param name="action">What is done with it, such as <c>attach policy 'x'</c>.</param>
    /// <param name="call">Does it.</param>
    /// <exception cref="DdbException">IAM refuses for a reason of its own.</exception>
    public async Task MakeAsync(IamPrincipal principal, string action, Func<Task> call)
    {
        var before = done;
        done = $"Whether IAM did {action} is not known; the same command, run again, finds out.";
        try
        {
            await call();
            done = $"IAM did {action} before that.";
        }
        catch (AmazonServiceException error) when (error.StatusCode is not default(HttpStatusCode) and < HttpStatusCode.InternalServerError)
        {
            done = before;
            if (Explain(error, principal, action) is { } explained)
                throw explained;
            throw;
        }
    }

    /// <summary>https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html#API_AttachRolePolicy_Errors and those of TagRole.</summary>
    private static DdbException? Explain(AmazonServiceException error, IamPrincipal principal, string action)
    {
        var refused = $"IAM did not {action} for {principal}: {error.Message.TrimEnd('.')}.";
        return error.ErrorCode switch
        {
            "LimitExceeded" when action.StartsWith("attach", StringComparison.Ordinal) => new DdbException("PolicyQuotaReached", DdbErrorKind.LimitExceeded, principal.Name,
                $"{refused} Detach a policy that it no longer needs, or ask for a higher quota of managed policies per {Word(principal)} in Service Quotas, then run the same command again; nothing was changed.", error),
            "LimitExceeded" => new DdbException("TagQuotaReached", DdbErrorKind.LimitExceeded, principal.Name,
                $"{refused} A {Word(principal)} has at most 50 tags. Remove one that it no longer needs, then run the same command again; nothing was changed.", error),
            NoSuchEntity => new DdbException($"{principal.Type}NotFound", DdbErrorKind.NotFound, principal.Name,
                $"{refused} It, or the policy, was deleted meanwhile. Check both, then run the same command again; nothing was changed.", error),
            "UnmodifiableEntity" => new DdbException("PrincipalNotModifiable", DdbErrorKind.InvalidState, principal.Name,
                $"{refused} A service-linked role is changed by its service only. Name a role of your own; nothing was changed.", error),
            "PolicyNotAttachable" => new DdbException("PolicyNotAttachable", DdbErrorKind.InvalidArgument, principal.Name,
                $"{refused} Name a policy of your own; nothing was changed.", error),
            "ConcurrentModification" => new DdbException("PrincipalBusy", DdbErrorKind.InvalidState, principal.Name,
                $"{refused} Somebody else is changing it. Run the same command again; nothing was changed.", error),
            _ => null,
        };
    }

    private static string Word(IamPrincipal principal) => principal.Type == IamPrincipalType.Role ? "role" : "user";
}
