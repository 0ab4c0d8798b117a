using System.Globalization;
using System.Text;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Engine.Identity;

/// <summary>The tag that tells which namespace a principal belongs to.</summary>
internal static class NamespaceTag
{
    public const string Key = "zael_namespace_id";

    /// <summary>https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html</summary>
    private const int MaximumLength = 256;

    private const string Allowed = "_.:/=+-@";

    /// <summary>The tag among a principal's; IAM's tag keys know no case.</summary>
    public static KeyValuePair<string, string>? Find(IReadOnlyDictionary<string, string> tags)
    {
        foreach (var tag in tags)
        {
            if (string.Equals(tag.Key, Key, StringComparison.OrdinalIgnoreCase))
                return tag;
        }

        return null;
    }

    /// <summary>Refuses an ID that IAM does not take for a tag's value.</summary>
    /// <exception cref="DdbException">It cannot be one.</exception>
    public static void CheckValue(string namespaceId)
    {
        NamespaceNames.CheckId(namespaceId);
        if (namespaceId.Length > MaximumLength)
            throw Invalid(namespaceId, $"it has {namespaceId.Length} characters, and a tag's value has at most {MaximumLength}");
        if (namespaceId.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            throw Invalid(namespaceId, "AWS keeps values that begin with 'aws:' for itself");
        foreach (var rune in namespaceId.EnumerateRunes())
        {
            if (!IsAllowed(rune))
                throw Invalid(namespaceId, $"a tag's value has letters, digits, spaces and {Allowed}, and this has U+{rune.Value:X4}");
        }
    }

    private static bool IsAllowed(Rune rune) =>
        Rune.IsLetter(rune) || Rune.IsNumber(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (rune.IsAscii && Allowed.Contains((char)rune.Value, StringComparison.Ordinal));

    private static DdbException Invalid(string namespaceId, string problem) => new("NamespaceIdNotTaggable", DdbErrorKind.InvalidArgument, namespaceId,
        $"The namespace ID '{namespaceId}' cannot be the value of the tag '{Key}': {problem}. Give its principals a policy that lists the ID instead, with New-DdbNamespaceSessionPolicy; nothing was changed.");
}
