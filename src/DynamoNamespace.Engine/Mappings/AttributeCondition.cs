using System.Text;
using System.Text.RegularExpressions;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>A condition on one attribute: that it exists or not, equals a text or one of several, or matches a pattern.</summary>
internal sealed class AttributeCondition(string attribute, bool? exists, string? equals, IReadOnlyList<string>? oneOf, Regex? pattern)
{
    private static readonly TimeSpan CaptureTimeout = TimeSpan.FromSeconds(1);

    // The linear-time engine tells whether a text matches; what its groups took, it does not always tell (a group before the very end and a last newline).
    private readonly Regex? capturing = pattern is null ? null : new Regex(pattern.ToString(), RegexOptions.CultureInvariant, CaptureTimeout);
    private readonly byte[] name = Encoding.UTF8.GetBytes(attribute);
    private readonly byte[]? expected = equals is null ? null : Encoding.UTF8.GetBytes(equals);

    private readonly byte[][]? choices = oneOf?.Select(Encoding.UTF8.GetBytes).ToArray();

    public string Attribute => attribute;

    /// <summary>Whether the attribute must be there or must not; null where nothing is said.</summary>
    public bool? Exists => exists;

    /// <summary>The text that the attribute's text must be; null where nothing is said.</summary>
    public string? EqualText => equals;

    /// <summary>The texts of which the attribute's text must be one; null where nothing is said.</summary>
    public IReadOnlyList<string>? OneOf => oneOf;

    public bool HasPattern => pattern is not null;

    /// <summary>Whether this asks that the item does not have the attribute.</summary>
    public bool IsAbsence => exists == false;

    /// <summary>The names of the pattern's named groups.</summary>
    public IEnumerable<string> Captures => pattern is null
        ? []
        : pattern.GetGroupNames().Where(group => !int.TryParse(group, System.Globalization.CultureInfo.InvariantCulture, out _));

    public bool IsMet(in Item item)
    {
        if (!item.TryGetValue(name, out var value))
            return exists == false;
        if (exists is not null && expected is null && choices is null && pattern is null)
            return exists.Value;
        if (value.Type is not (AttributeType.S or AttributeType.N))
            return false;
        return (expected is null || TextEquals(value, expected)) && (choices is null || IsOneOf(value, choices)) && (pattern is null || Matches(value));
    }

    /// <summary>The text that a named group of the pattern took from the item, or null.</summary>
    public string? Capture(in Item item, string group)
    {
        if (capturing is null || !item.TryGetValue(name, out var value))
            return null;
        try
        {
            var match = capturing.Match(value.Text());
            return match.Success && match.Groups[group].Success ? match.Groups[group].Value : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static bool IsOneOf(AttributeValue value, byte[][] choices)
    {
        foreach (var choice in choices)
        {
            if (TextEquals(value, choice))
                return true;
        }

        return false;
    }

    private static bool TextEquals(AttributeValue value, byte[] expected)
    {
        if (!JsonText.IsEscaped(value.RawText))
            return value.RawText.SequenceEqual(expected);
        return string.Equals(value.Text(), Encoding.UTF8.GetString(expected), StringComparison.Ordinal);
    }

    private bool Matches(AttributeValue value)
    {
        var raw = value.RawText;
        if (JsonText.IsEscaped(raw) || raw.Length > 512)
            return pattern!.IsMatch(value.Text());
        Span<char> text = stackalloc char[512];
        return pattern!.IsMatch(text[..Encoding.UTF8.GetChars(raw, text)]);
    }
}
