using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Aws.Services;
using DynamoNamespace.Engine.Identity;

namespace DynamoNamespace.Engine.Verification;

/// <summary>Whether a role or user carries the namespace's ID as its tag, by which the stack's policies know the namespace.</summary>
internal sealed class PrincipalTagCheck(CallSubject subject, AwsServices services, IamPrincipal principal, string? namespaceId)
    : AwsCheck(subject, NameOf(principal), $"{principal} has {NamespaceTag.Key}={namespaceId}", $"iam:Get{principal.Type}", $"iam:List{principal.Type}Tags")
{
    public static string NameOf(IamPrincipal principal) => $"{principal.Type}Tag";

    protected override async Task<CheckFinding> CheckAsync(CancellationToken cancellationToken)
    {
        if (namespaceId is null)
            return NotRun("not checked: the mapping has no namespace");
        services.RequireBesideTable(ServiceDefinition.Iam);
        if (await services.Iam.FindAsync(principal, cancellationToken) is null)
            return Fail($"there is no {principal}", "Check the name and the account.");
        // IAM's tag keys know no case.
        var value = (await services.Iam.ListTagsAsync(principal, cancellationToken))
            .FirstOrDefault(tag => string.Equals(tag.Key, NamespaceTag.Key, StringComparison.OrdinalIgnoreCase)).Value;
        if (value == namespaceId)
            return Pass($"{principal} has it");
        return Fail(value is null ? $"{principal} has no such tag" : $"{principal} has '{value}'",
            "Set it with Set-DdbNamespaceIamTag, unless the principal is to reach another namespace, all of them, or several by a policy that lists them.");
    }
}
