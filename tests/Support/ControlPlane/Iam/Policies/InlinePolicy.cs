using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

/// <summary>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length</summary>
internal static class InlinePolicy
{
    /// <exception cref="AwsException">The document is malformed, or all together would be too long.</exception>
    public static void Put(Principal principal, string name, string document)
    {
        PolicyDocument.Parse(document);
        var longest = principal.Kind switch { PrincipalKind.Role => 10_240, PrincipalKind.User => 2_048, _ => 5_120 };
        var size = PolicyDocument.Size(document) + principal.Inline.Where(other => other.Key != name).Sum(other => PolicyDocument.Size(other.Value));
        if (size > longest)
        {
            throw new AwsException(
                "LimitExceeded", $"Maximum policy size of {longest} bytes exceeded for {principal.Kind.ToString().ToLowerInvariant()} {principal.Name}", 409);
        }

        principal.Inline[name] = document;
    }
}
