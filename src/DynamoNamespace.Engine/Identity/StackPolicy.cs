using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Identity;

/// <summary>One of the three managed policies that a v0.10.0 stack has for principals of one namespace.</summary>
/// <param name="Access">What it allows.</param>
/// <param name="LogicalId">Its resource in the stack's template.</param>
/// <param name="NameSuffix">What its name adds to the stack's.</param>
internal sealed record StackPolicy(DdbNamespaceAccessLevel Access, string LogicalId, string NameSuffix)
{
    /// <summary>The longest name that IAM takes for a policy (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).</summary>
    public const int MaximumNameLength = 128;

    public static readonly IReadOnlyList<StackPolicy> All =
    [
        new(DdbNamespaceAccessLevel.Acquire, "NamespaceAcquirePolicy", "-ns-acq"),
        new(DdbNamespaceAccessLevel.Full, "NamespaceFullAccessPolicy", "-ns-full"),
        new(DdbNamespaceAccessLevel.ReadOnly, "NamespaceReadOnlyPolicy", "-ns-read"),
    ];

    /// <summary>The stack's output that has the policy's ARN.</summary>
    public string OutputName => LogicalId + "Arn";

    public static StackPolicy For(DdbNamespaceAccessLevel access) => All.Single(policy => policy.Access == access);

    /// <exception cref="DdbException">The name is too long for IAM.</exception>
    public string NameFor(string stackName) => stackName.Length + NameSuffix.Length <= MaximumNameLength
        ? stackName + NameSuffix
        : throw new DdbException("PolicyNameTooLong", DdbErrorKind.InvalidArgument, stackName,
            $"The policy name '{stackName}{NameSuffix}' has {stackName.Length + NameSuffix.Length} characters, and IAM takes {MaximumNameLength}. Use a stack with a shorter name; nothing was changed.");
}
