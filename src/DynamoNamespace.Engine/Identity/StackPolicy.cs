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

    /// <summary>Those of the stack's policies for all namespaces at once, which v0.9 stacks have.</summary>
    public static readonly IReadOnlyList<string> TableLevelSuffixes = ["-acq", "-full", "-read"];

    /// <summary>The stack's output that has the policy's ARN.</summary>
    public string OutputName => LogicalId + "Arn";

    /// <summary>The stack that a policy of this name is of, by the name alone; null where it can be of none.</summary>
    public static string? StackOf(string policyName) =>
        All.FirstOrDefault(policy => policyName.EndsWith(policy.NameSuffix, StringComparison.Ordinal)) is { } found ? policyName[..^found.NameSuffix.Length] : null;

    public static StackPolicy For(DdbNamespaceAccessLevel access) => All.Single(policy => policy.Access == access);

    /// <exception cref="DdbException">The name is too long for IAM.</exception>
    public string NameFor(string stackName) => stackName.Length + NameSuffix.Length <= MaximumNameLength
        ? stackName + NameSuffix
        : throw new DdbException("PolicyNameTooLong", DdbErrorKind.InvalidArgument, stackName,
            $"The policy name '{stackName}{NameSuffix}' has {stackName.Length + NameSuffix.Length} characters, and IAM takes {MaximumNameLength}. Use a stack with a shorter name; nothing was changed.");
}
