using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

/// <summary>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names</summary>
internal static class EntityName
{
    public static string Read(QueryParameters parameters, string member, int longest)
    {
        var name = parameters.Required(member);
        var shown = char.ToLowerInvariant(member[0]) + member[1..];
        if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && !"+=,.@_-".Contains(c)))
            throw AwsException.Validation($"The specified value for {shown} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-");
        return name.Length <= longest
            ? name
            : throw AwsException.Validation($"1 validation error detected: Value '{name}' at '{shown}' failed to satisfy constraint: Member must have length less than or equal to {longest}");
    }

    public static Dictionary<string, string> Tags(QueryParameters parameters) =>
        (parameters.Structures("Tags") ?? []).ToDictionary(tag => tag.Required("Key"), tag => tag.Text("Value") ?? "", StringComparer.Ordinal);
}
