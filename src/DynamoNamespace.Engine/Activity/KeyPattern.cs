using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Activity;

/// <summary>What keys of one kind have in common: their heads, such as <c>PK=ENTITY#*, SK=#META</c>.</summary>
internal sealed class KeyPattern(KeySchema key)
{
    private const string Anything = "*";
    private const int LongestName = 40;

    private static readonly char[] Weak = ['/', '|', ':'];

    public string Of(in Item keys)
    {
        var partition = Part(keys, key.PartitionKey);
        return key.SortKey is null ? partition : $"{partition}, {Part(keys, key.SortKey)}";
    }

    /// <summary>
    /// A head ends with the first <c>#</c> that something stands before, or else with the first of the other separators. A text without any is a record's
    /// fixed name if it has no digit, and otherwise just somebody's.
    /// </summary>
    public static string HeadOf(string text)
    {
        var body = text.TakeWhile(character => character == '#').Count();
        var end = text.IndexOf('#', body);
        if (end < 0)
            end = text.IndexOfAny(Weak);
        if (end > 0)
            return end == text.Length - 1 ? text : text[..(end + 1)] + Anything;
        return text.Length is > 0 and <= LongestName && !text.Any(char.IsAsciiDigit) && !text.Contains('-') ? text : Anything;
    }

    private static string Part(in Item keys, KeyAttribute attribute)
    {
        var head = attribute.Type == AttributeType.S && keys.TryGetValue(attribute.Utf8Name, out var value) ? HeadOf(value.Text()) : Anything;
        return $"{attribute.Name}={head}";
    }
}
