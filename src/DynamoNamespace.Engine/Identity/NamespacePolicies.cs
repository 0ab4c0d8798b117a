using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Attaches a stack's policies for one namespace to roles and users, each time on a connection of its own.</summary>
public static class NamespacePolicies
{
    /// <summary>Attaches a policy; one that is attached already stays.</summary>
    /// <returns>Null where the audience said no.</returns>
    /// <exception cref="DdbException">There is no such principal, stack or policy, or IAM refuses.</exception>
    public static Task<DdbNamespacePolicyAttachment?> AddAsync(NamespacePolicyOptions options, IIdentityAudience audience, CancellationToken cancellationToken) =>
        RunAsync(options, audience, (attachment, reference, target) => attachment.AddAsync(reference, target, cancellationToken), cancellationToken);

    /// <summary>Detaches a policy; where it is not attached there is nothing to do.</summary>
    /// <returns>Null where the audience said no.</returns>
    /// <exception cref="DdbException">There is no such principal, stack or policy in the stack, or IAM refuses.</exception>
    public static Task<DdbNamespacePolicyAttachment?> RemoveAsync(NamespacePolicyOptions options, IIdentityAudience audience, CancellationToken cancellationToken) =>
        RunAsync(options, audience, (attachment, reference, target) => attachment.RemoveAsync(reference, target, cancellationToken), cancellationToken);

    private static Task<DdbNamespacePolicyAttachment?> RunAsync(
        NamespacePolicyOptions options,
        IIdentityAudience audience,
        Func<PolicyAttachment, PrincipalReference, PolicyTarget, Task<DdbNamespacePolicyAttachment?>> work,
        CancellationToken cancellationToken)
    {
        var reference = PrincipalReference.Parse(options.PrincipalType, options.PrincipalName);
        return AwsCall.RunAsync(options.Connection, CallSubject.Principal(reference.Principal), async (services, subject) =>
        {
            var change = new PrincipalChange(subject);
            var target = await PolicyTarget.FindAsync(services, options, cancellationToken);
            return await work(new PolicyAttachment(services.Iam, change, audience), reference, target);
        }, cancellationToken);
    }
}
