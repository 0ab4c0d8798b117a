using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam;

/// <summary>https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules</summary>
internal static class IamTag
{
    private const string Signs = "_.:/=+-@";

    public static string CheckKey(string key) => key.Length is > 0 and <= 128 && IsPlain(key)
        ? key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)
            ? throw new AwsException("InvalidInput", "Invalid tag key - cannot begin with the prefix aws:")
            : key
        : throw Refusal(key, "tags.1.member.key", "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");

    public static string CheckValue(string value) => value.Length <= 256 && IsPlain(value)
        ? value
        : throw Refusal(value, "tags.1.member.value", "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private static bool IsPlain(string text) => text.All(c => char.IsLetterOrDigit(c) || char.IsSeparator(c) || Signs.Contains(c));

    private static AwsException Refusal(string value, string member, string pattern) => AwsException.Validation(
        $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must satisfy regular expression pattern: {pattern}");
}
