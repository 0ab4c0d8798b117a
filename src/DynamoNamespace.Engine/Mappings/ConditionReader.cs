using System.Text.RegularExpressions;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>Reads the conditions of rules, clocks and new entities.</summary>
internal static class ConditionReader
{
    public static IReadOnlyList<AttributeCondition> Read(JsonPlace place) => place.Members().Select(ReadOne).ToList();

    /// <summary>Reads conditions of something that would match every item without one.</summary>
    public static IReadOnlyList<AttributeCondition> ReadSome(JsonPlace place, string whose) => Read(place) is { Count: > 0 } conditions
        ? conditions
        : throw place.Error($"{whose} needs at least one condition, or it would match every item");

    /// <summary>Patterns run in linear time, so no item can hold a run up; look-around and back-references are not to be had for that.</summary>
    public static Regex ReadPattern(JsonPlace place)
    {
        try
        {
            return new Regex(place.NonEmptyText(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw place.Error($"'{place.Text()}' is no usable pattern: {error.Message.TrimEnd('.')}");
        }
    }

    private static AttributeCondition ReadOne(JsonPlace member)
    {
        member.AllowOnly("exists", "equals", "in", "pattern");
        var (exists, equals, oneOf, pattern) = (member.Optional("exists"), member.Optional("equals"), member.Optional("in"), member.Optional("pattern"));
        if (pattern is null && equals is null && oneOf is null && exists is null)
            throw member.Error("a condition says 'exists', 'equals', 'in' or 'pattern'");
        if (exists?.Boolean() == false && (pattern is not null || equals is not null || oneOf is not null))
            throw member.Error("an attribute that does not exist has no text to compare; leave 'equals', 'in' and 'pattern' out");
        return new AttributeCondition(
            member.Name, exists?.Boolean(), equals?.Text(), oneOf?.DistinctTexts(place => place.Text()), pattern is null ? null : ReadPattern(pattern));
    }
}
