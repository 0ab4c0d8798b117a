using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>
/// What a template's author must acknowledge because it makes IAM resources.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
/// </summary>
internal static class Capabilities
{
    private static readonly Dictionary<string, string?> NameProperties = new(StringComparer.Ordinal)
    {
        ["AWS::IAM::AccessKey"] = null,
        ["AWS::IAM::Group"] = "GroupName",
        ["AWS::IAM::InstanceProfile"] = "InstanceProfileName",
        ["AWS::IAM::ManagedPolicy"] = "ManagedPolicyName",
        ["AWS::IAM::Policy"] = null,
        ["AWS::IAM::Role"] = "RoleName",
        ["AWS::IAM::User"] = "UserName",
        ["AWS::IAM::UserToGroupAddition"] = null,
    };

    /// <summary>The resource types that need a capability.</summary>
    public static List<string> Types(Template template) =>
        [.. template.Resources.Values.Select(resource => resource.Type).Where(NameProperties.ContainsKey).Distinct(StringComparer.Ordinal)];

    public static string? Needed(Template template)
    {
        var resources = template.Resources.Values.Where(resource => NameProperties.ContainsKey(resource.Type)).ToList();
        if (resources.Count == 0)
            return null;
        return resources.Exists(resource => NameProperties[resource.Type] is { } name && resource.Properties.ContainsKey(name))
            ? "CAPABILITY_NAMED_IAM"
            : "CAPABILITY_IAM";
    }

    /// <exception cref="AwsException">The capability is not among those given.</exception>
    public static void Check(Template template, List<string> given)
    {
        var needed = Needed(template);
        if (needed is not null && !given.Contains(needed) && !given.Contains("CAPABILITY_NAMED_IAM"))
            throw new AwsException("InsufficientCapabilitiesException", $"Requires capabilities : [{needed}]");
    }
}
