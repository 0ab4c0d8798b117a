using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Aws.Services;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Engine.Verification;

/// <summary>Whether a role or user has one of the stack's namespace policies, its own or a group's.</summary>
/// <param name="subject">The table.</param>
/// <param name="services">The connection.</param>
/// <param name="principal">The role or user.</param>
/// <param name="requireStack">Gives the stack; null where none was named, and policies are known by the table's name.</param>
/// <param name="tableName">The table's name.</param>
internal sealed class PrincipalPolicyCheck(CallSubject subject, AwsServices services, IamPrincipal principal, Func<FoundStack>? requireStack, string tableName)
    : AwsCheck(subject, NameOf(principal), $"{principal} has a namespace policy of the stack", ActionsFor(principal))
{
    /// <summary>What v0.9's stacks call the policies that reach the whole table.</summary>
    private static readonly string[] TablePolicySuffixes = ["-acq", "-full", "-read"];

    public static string NameOf(IamPrincipal principal) => $"{principal.Type}Policy";

    protected override async Task<CheckFinding> CheckAsync(CancellationToken cancellationToken)
    {
        services.RequireBesideTable(ServiceDefinition.Iam);
        if (await services.Iam.FindAsync(principal, cancellationToken) is null)
            return Fail($"there is no {principal}", "Check the name and the account.");
        var attached = await ListAsync(cancellationToken);
        if (attached.FirstOrDefault(IsNamespacePolicy) is { } found)
            return Pass($"{principal} has {found.Name}");
        return attached.FirstOrDefault(IsTablePolicy) is { } whole
            ? Warn($"{principal} has {whole.Name}, which reaches the whole table", "Unless it is to reach all namespaces, attach a namespace policy and detach this one.")
            : Fail($"{principal} has none", $"Attach one with Add-DdbNamespacePolicy, unless a policy of your own does the same: Test-DdbNamespaceAccess works out what all its policies allow.",
                attached.Count == 0 ? "No managed policy is attached." : $"Attached: {string.Join(", ", attached.Select(policy => policy.Name))}.");
    }

    private static string[] ActionsFor(IamPrincipal principal) => principal.Type == IamPrincipalType.User
        ? ["iam:GetUser", "iam:ListAttachedUserPolicies", "iam:ListGroupsForUser", "iam:ListAttachedGroupPolicies"]
        : ["iam:GetRole", "iam:ListAttachedRolePolicies"];

    private async Task<List<AttachedPolicy>> ListAsync(CancellationToken cancellationToken)
    {
        var attached = (await services.Iam.ListAttachedPoliciesAsync(principal, cancellationToken)).ToList();
        if (principal.Type != IamPrincipalType.User)
            return attached;
        foreach (var group in await services.Iam.ListGroupsAsync(principal.Name, cancellationToken))
            attached.AddRange(await services.Iam.ListAttachedPoliciesAsync(group, cancellationToken));
        return attached;
    }

    private bool IsNamespacePolicy(AttachedPolicy policy) => StackPolicy.All.Any(each =>
        requireStack is null ? policy.Name == tableName + each.NameSuffix : policy.Arn == StackReader.PolicyArn(requireStack(), each));

    private bool IsTablePolicy(AttachedPolicy policy) => TablePolicySuffixes.Any(suffix => policy.Name == (requireStack?.Invoke().Name ?? tableName) + suffix);
}
