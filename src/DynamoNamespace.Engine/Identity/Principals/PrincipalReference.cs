using System.Text.RegularExpressions;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Identity.Principals;

/// <summary>A role or user as a person names it: by its name or by its ARN.</summary>
/// <param name="Principal">Its name.</param>
/// <param name="Arn">Its ARN, where that was given.</param>
internal sealed partial record PrincipalReference(IamPrincipal Principal, string? Arn)
{
    /// <summary>
    /// Names have 1 to 64 letters, digits and <c>_+=,.@-</c>; a path is no part of them
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
    /// </summary>
    /// <exception cref="DdbException">It can be no such name or ARN.</exception>
    public static PrincipalReference Parse(DdbPrincipalType type, string given)
    {
        var iamType = type == DdbPrincipalType.Role ? IamPrincipalType.Role : IamPrincipalType.User;
        if (SessionArn().Match(given) is { Success: true } session)
            throw Invalid(type, given, $"is the ARN of a session of the role '{session.Groups["role"].Value}', and a session has no policies and tags of its own. Name the role instead");
        if (given.StartsWith("arn:", StringComparison.Ordinal))
        {
            return PrincipalArn().Match(given) is { Success: true } match && Enum.TryParse<DdbPrincipalType>(match.Groups["type"].Value, ignoreCase: true, out var named) && named == type
                ? new PrincipalReference(new IamPrincipal(iamType, match.Groups["name"].Value), given)
                : throw Invalid(type, given, $"is no ARN of a {Word(type)}; one looks like 'arn:aws:iam::123456789012:{Word(type)}/app'. Give that, or the {Word(type)}'s name");
        }

        return Name().IsMatch(given)
            ? new PrincipalReference(new IamPrincipal(iamType, given), null)
            : throw Invalid(type, given, $"can be no {Word(type)}'s name: 1 to 64 letters, digits and _+=,.@- without the path. Check the name");
    }

    private static string Word(DdbPrincipalType type) => type == DdbPrincipalType.Role ? "role" : "user";

    private static DdbException Invalid(DdbPrincipalType type, string given, string problem) =>
        new($"Invalid{type}Name", DdbErrorKind.InvalidArgument, given, $"'{given}' {problem}; nothing was changed.");

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{1,64}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::[0-9]{12}:(?<type>role|user)/([\x21-\x7e]*/)?(?<name>[A-Za-z0-9_+=,.@-]{1,64})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PrincipalArn();

    [GeneratedRegex("^arn:aws[a-z-]*:sts::[0-9]{12}:assumed-role/(?<role>[^/]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex SessionArn();
}
