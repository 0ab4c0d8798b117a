using System.Globalization;
using System.Security.Cryptography;
using Amazon.DynamoDBv2.Model;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>Values of attributes.</summary>
internal static class StateValue
{
    /// <summary>Versions of one item must differ, no more; every byte of an entry counts.</summary>
    private const int VersionBytes = 8;

    /// <summary>Such times compare as texts like as times.</summary>
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static AttributeValue Of(string text) => new() { S = text };

    public static AttributeValue Of(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Of(DateTimeOffset time) =>
        new() { S = time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) };

    public static AttributeValue Of(ReadOnlyMemory<byte> bytes) =>
        new() { B = new MemoryStream(bytes.ToArray(), writable: false) };

    public static Dictionary<string, AttributeValue> Attributes(
        params (string Name, AttributeValue Value)[] attributes) =>
        attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value, StringComparer.Ordinal);

    public static bool TryReadTime(string text, out DateTimeOffset time)
    {
        const DateTimeStyles style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, style, out time);
    }

    /// <summary>A new version of an item.</summary>
    public static string NewVersion() => Convert.ToHexString(RandomNumberGenerator.GetBytes(VersionBytes));
}
