using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity.Policies;

namespace DynamoNamespace.Engine.Identity.Principals;

/// <summary>Reads roles and users, and all that says what they may do.</summary>
internal sealed class PrincipalReader(IIam iam)
{
    /// <exception cref="DdbException">There is none of this name, or it is not the one that was given.</exception>
    public async Task<IamPrincipalDetail> RequireAsync(PrincipalReference reference, CancellationToken cancellationToken)
    {
        var principal = reference.Principal;
        var detail = await iam.FindAsync(principal, cancellationToken) ?? throw NotFound(reference,
            $"There is no {principal} in this account. Check the name, and the account that the credentials are of; nothing was changed.");
        // A role of another account may have a namesake here.
        return reference.Arn is null || reference.Arn == detail.Arn ? detail : throw NotFound(reference,
            $"The {principal} of this account is '{detail.Arn}', not '{reference.Arn}'. Use credentials of the other one's account, or check the ARN; nothing was changed.");
    }

    /// <summary>All its policies: attached, inline, and of a user those of its groups, with boundary and tags.</summary>
    /// <exception cref="DdbException">One of them cannot be read.</exception>
    public async Task<PrincipalPolicies> ReadAsync(IamPrincipalDetail detail, CancellationToken cancellationToken)
    {
        var principal = detail.Principal;
        var policies = await ReadPoliciesAsync(principal, cancellationToken);
        if (principal.Type == IamPrincipalType.User)
        {
            foreach (var group in await iam.ListGroupsAsync(principal.Name, cancellationToken))
                policies.AddRange(await ReadPoliciesAsync(group, cancellationToken));
        }

        return new PrincipalPolicies
        {
            Name = principal.Name,
            Arn = detail.Arn,
            Type = principal.Type.ToString(),
            Tags = await iam.ListTagsAsync(principal, cancellationToken),
            Policies = policies,
            Boundary = detail.PermissionsBoundaryArn is { } boundary ? await ReadManagedAsync(boundary, cancellationToken) : null,
        };
    }

    private async Task<List<PolicyDocument>> ReadPoliciesAsync(IamPrincipal principal, CancellationToken cancellationToken)
    {
        var policies = new List<PolicyDocument>();
        foreach (var attached in await iam.ListAttachedPoliciesAsync(principal, cancellationToken))
            policies.Add(await ReadManagedAsync(attached.Arn, cancellationToken));
        foreach (var name in await iam.ListInlinePolicyNamesAsync(principal, cancellationToken))
            policies.Add(PolicyDocument.Parse(await iam.GetInlinePolicyAsync(principal, name, cancellationToken), $"{name} (inline of {principal})"));
        return policies;
    }

    private async Task<PolicyDocument> ReadManagedAsync(string policyArn, CancellationToken cancellationToken)
    {
        var policy = await iam.FindPolicyAsync(policyArn, cancellationToken) ?? throw new DdbException("PolicyNotFound", DdbErrorKind.NotFound, policyArn,
            $"The policy '{policyArn}' was deleted while it was looked at. Run the same command again; nothing was changed.");
        return PolicyDocument.Parse(await iam.GetPolicyDocumentAsync(policy.Arn, policy.DefaultVersionId, cancellationToken), policy.Name);
    }

    private static DdbException NotFound(PrincipalReference reference, string message) =>
        new($"{reference.Principal.Type}NotFound", DdbErrorKind.NotFound, reference.Arn ?? reference.Principal.Name, message);
}
