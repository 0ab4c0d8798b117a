using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>
/// What is acknowledged when a stack is updated: what the user names, and what was acknowledged for the stack before
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-template.html#capabilities).
/// </summary>
internal static class StackCapabilities
{
    public const string NamedIam = "CAPABILITY_NAMED_IAM";

    /// <summary>What is acknowledged for a change that brings no IAM resources.</summary>
    public static IReadOnlyList<string> Known(FoundStack found, StackUpdateOptions options)
    {
        var all = found.Stack.Capabilities.Union(options.Capabilities, StringComparer.Ordinal);
        // A stack that has IAM resources already could not have been made without it.
        return found.Resources.Any(resource => resource.Type.StartsWith("AWS::IAM::", StringComparison.Ordinal))
            ? [.. all.Union([NamedIam], StringComparer.Ordinal)]
            : [.. all];
    }

    /// <exception cref="DdbException">The policies have names, and nobody has acknowledged that.</exception>
    public static IReadOnlyList<string> Of(FoundStack found, StackUpdateOptions options)
    {
        var all = Known(found, options);
        // What another template needs, CloudFormation says.
        return options.HasOwnTemplate || all.Contains(NamedIam, StringComparer.Ordinal) ? all : throw new DdbException("CapabilityNotAcknowledged", DdbErrorKind.InvalidArgument, found.Name,
            $"The upgrade of stack '{found.Name}' makes three IAM policies with names of their own, which CloudFormation wants acknowledged. Run the same command with -Capability {NamedIam} (--capability {NamedIam}); nothing was changed.");
    }
}
