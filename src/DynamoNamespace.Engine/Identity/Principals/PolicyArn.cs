using System.Text.RegularExpressions;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Identity.Principals;

/// <summary>A managed policy's ARN and what it tells.</summary>
internal sealed partial record PolicyArn
{
    /// <summary>The account of policies that AWS keeps.</summary>
    private const string AwsAccount = "aws";

    private PolicyArn(Match match) =>
        (Text, Partition, Account, Name) = (match.Value, match.Groups["partition"].Value, match.Groups["account"].Value, match.Groups["name"].Value);

    public string Text { get; }

    public string Partition { get; }

    public string Account { get; }

    public string Name { get; }

    /// <exception cref="DdbException">It is no policy's ARN.</exception>
    public static PolicyArn Parse(string text) => Pattern().Match(text) is { Success: true } match
        ? new PolicyArn(match)
        : throw Invalid(text, $"'{text}' is no policy's ARN; one looks like 'arn:aws:iam::123456789012:policy/my-app-ns-full'. Take it from Get-DdbNamespaceStack (ddbns stack show)");

    /// <summary>A policy is attached in its own account and partition only.</summary>
    public void RequireReachable(IamPrincipalDetail detail)
    {
        if (detail.Arn.Split(':') is not [_, var partition, _, _, var account, ..])
            return;
        if (partition != Partition)
            throw Invalid(Text, $"The policy '{Text}' is of the partition '{Partition}', and the {detail.Principal} of '{partition}'. Name a policy of the same partition");
        if (Account != AwsAccount && account != Account)
            throw Invalid(Text, $"The policy '{Text}' is of the account {Account}, and the {detail.Principal} of {account}; a policy can be attached in its own account only. Name a policy of account {account}");
    }

    private static DdbException Invalid(string text, string problem) =>
        new("InvalidPolicyArn", DdbErrorKind.InvalidArgument, text, $"{problem}; nothing was changed.");

    /// <summary>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns</summary>
    [GeneratedRegex(@"^arn:(?<partition>aws[a-z-]*):iam::(?<account>[0-9]{12}|aws):policy/([\x21-\x7e]*/)?(?<name>[A-Za-z0-9_+=,.@-]{1,128})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
