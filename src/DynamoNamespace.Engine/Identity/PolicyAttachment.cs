using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Attaches a policy to a principal, and detaches it. What is so already is left as it is.</summary>
internal sealed class PolicyAttachment(IIam iam, PrincipalChange change, IIdentityAudience audience)
{
    /// <returns>Null where it was not confirmed.</returns>
    public async Task<DdbNamespacePolicyAttachment?> AddAsync(PrincipalReference reference, PolicyTarget target, CancellationToken cancellationToken)
    {
        var detail = await RequireAsync(reference, target, cancellationToken);
        var policy = await iam.FindPolicyAsync(target.Arn.Text, cancellationToken) ?? throw new DdbException("PolicyNotFound", DdbErrorKind.NotFound, target.Arn.Text,
            $"There is no policy '{target.Arn.Text}'. {(target.StackName is null ? "Check the ARN" : $"It was deleted outside the stack '{target.StackName}'; bring it back by an update of the stack")}, then run the same command again; nothing was changed.");
        var attached = await iam.ListAttachedPoliciesAsync(detail.Principal, cancellationToken);
        await WarnAsync(detail.Principal, policy.Name, attached, cancellationToken);
        if (attached.Any(each => each.Arn == target.Arn.Text))
            return Describe(detail, target, isAttached: true, isChanged: false);
        if (!await audience.MayChangeAsync(TargetOf(detail), $"Attach policy '{policy.Name}'"))
            return null;
        await change.MakeAsync(detail.Principal, $"attach policy '{policy.Name}'", () => iam.AttachPolicyAsync(detail.Principal, target.Arn.Text, cancellationToken));
        return Describe(detail, target, isAttached: true, isChanged: true);
    }

    /// <returns>Null where it was not confirmed.</returns>
    public async Task<DdbNamespacePolicyAttachment?> RemoveAsync(PrincipalReference reference, PolicyTarget target, CancellationToken cancellationToken)
    {
        var detail = await RequireAsync(reference, target, cancellationToken);
        var attached = await iam.ListAttachedPoliciesAsync(detail.Principal, cancellationToken);
        if (attached.All(each => each.Arn != target.Arn.Text))
        {
            if (await iam.FindPolicyAsync(target.Arn.Text, cancellationToken) is null)
                audience.OnWarning($"There is no policy '{target.Arn.Text}', so it is not attached to {detail.Principal}. Check the ARN if you expected one.");
            return Describe(detail, target, isAttached: false, isChanged: false);
        }

        if (!await audience.MayChangeAsync(TargetOf(detail), $"Detach policy '{target.Arn.Name}'"))
            return null;
        await change.MakeAsync(detail.Principal, $"detach policy '{target.Arn.Name}'", () => iam.DetachPolicyAsync(detail.Principal, target.Arn.Text, cancellationToken));
        return Describe(detail, target, isAttached: false, isChanged: true);
    }

    private async Task<IamPrincipalDetail> RequireAsync(PrincipalReference reference, PolicyTarget target, CancellationToken cancellationToken)
    {
        var detail = await new PrincipalReader(iam).RequireAsync(reference, cancellationToken);
        target.Arn.RequireReachable(detail);
        return detail;
    }

    private async Task WarnAsync(IamPrincipal principal, string policyName, IReadOnlyList<AttachedPolicy> attached, CancellationToken cancellationToken)
    {
        if (StackPolicy.StackOf(policyName) is not { } stack)
            return;
        var wide = attached.Select(each => each.Name).Where(name => StackPolicy.TableLevelSuffixes.Any(suffix => name == stack + suffix)).ToList();
        if (wide.Count > 0)
            audience.OnWarning($"The {principal} has the policy '{string.Join("', '", wide)}' of the same stack too, which reaches every namespace of the table. Detach it to keep the {Word(principal)} to its own namespace.");
        if (await HasNoTagAsync(principal, cancellationToken))
            audience.OnWarning($"The {principal} has no tag '{NamespaceTag.Key}': the policy '{policyName}' gives it only the shared items under '_/'. Name its namespace with Set-DdbNamespaceIamTag (ddbns tag set).");
    }

    /// <summary>Only a hint hangs on it, so that a caller who may not read tags is not held up.</summary>
    private async Task<bool> HasNoTagAsync(IamPrincipal principal, CancellationToken cancellationToken)
    {
        try
        {
            return NamespaceTag.Find(await iam.ListTagsAsync(principal, cancellationToken)) is null;
        }
        catch (AmazonServiceException error) when (AwsErrors.IsAccessDenied(error))
        {
            audience.OnWarning($"Whether the {principal} has the tag '{NamespaceTag.Key}', without which the policy gives it no namespace, could not be read: {error.Message}");
            return false;
        }
    }

    private static DdbNamespacePolicyAttachment Describe(IamPrincipalDetail detail, PolicyTarget target, bool isAttached, bool isChanged) => new()
    {
        PrincipalName = detail.Principal.Name,
        PrincipalType = detail.Principal.Type.ToString(),
        PolicyName = target.Arn.Name,
        PolicyArn = target.Arn.Text,
        Access = target.Access,
        StackName = target.StackName,
        TableName = target.TableName,
        IsAttached = isAttached,
        IsChanged = isChanged,
    };

    private static string TargetOf(IamPrincipalDetail detail) => $"{detail.Principal.Type} '{detail.Principal.Name}'";

    private static string Word(IamPrincipal principal) => principal.Type == IamPrincipalType.Role ? "role" : "user";
}
