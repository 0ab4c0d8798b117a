using System.Text;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>What the shadow is to be, by what the user asked for. Whatever no table would allow is refused here.</summary>
internal static class ShadowPlan
{
    /// <summary>How many attributes one index may name
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html).</summary>
    private const int MaximumAttributes = 20;

    private const int MaximumNameBytes = 255;

    private static readonly (string Type, string Word)[] Types = [(IndexProjection.KeysOnly, "KeysOnly"), (IndexProjection.Include, "Include"), (IndexProjection.All, "All")];

    /// <exception cref="DdbException">A name is not legal, or both are the same.</exception>
    public static void CheckNames(IndexMigrationOptions options)
    {
        CheckName(options.IndexName);
        CheckName(options.ShadowIndexName);
        if (options.IndexName == options.ShadowIndexName)
        {
            throw new DdbException("SameIndexName", DdbErrorKind.InvalidArgument, options.IndexName,
                $"The index and its shadow are both named '{options.IndexName}'. DynamoDB cannot change an index's projection, so the shadow needs a name of its own, such as '{options.IndexName}v2'; nothing was changed.");
        }
    }

    /// <exception cref="DdbException">It is no projection.</exception>
    public static IndexProjection Projection(IndexMigrationOptions options)
    {
        var names = options.NonKeyAttributes;
        var type = TypeOf(options);
        if (type == IndexProjection.Include && names.Count == 0)
            throw Invalid(options, "A projection of the type INCLUDE names its attributes, and none was given. Give them with -NonKeyAttribute (--non-key-attribute)");
        if (type != IndexProjection.Include && names.Count > 0)
            throw Invalid(options, $"A projection of the type {type} names no attributes, and {string.Join(", ", names)} was given. Leave -NonKeyAttribute (--non-key-attribute) or -ProjectionType (--projection-type) out");
        if (names.Count > MaximumAttributes)
            throw Invalid(options, FormattableString.Invariant($"An index may name {MaximumAttributes} attributes beside the keys, and {names.Count} were given. Name fewer, or project all with -ProjectionType All (--projection-type All)"));
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Invalid(options, $"The attribute '{twice.Key}' was given more than once. Name it once");
        if (names.FirstOrDefault(name => Encoding.UTF8.GetByteCount(name) is < 1 or > MaximumNameBytes) is { } wrong)
            throw Invalid(options, $"'{wrong}' is no name of an attribute, which has 1 to {MaximumNameBytes} bytes. Correct it");
        return new IndexProjection(type, names);
    }

    private static string TypeOf(IndexMigrationOptions options)
    {
        if (options.ProjectionType is not { } given)
        {
            return options.NonKeyAttributes.Count > 0 ? IndexProjection.Include : throw Invalid(options,
                "It was not said what the shadow is to hold. Name attributes with -NonKeyAttribute (--non-key-attribute), or a -ProjectionType (--projection-type) of KeysOnly or All");
        }

        var found = Types.FirstOrDefault(each => given.Equals(each.Type, StringComparison.OrdinalIgnoreCase) || given.Equals(each.Word, StringComparison.OrdinalIgnoreCase)).Type;
        return found ?? throw Invalid(options, $"'{given}' is no type of a projection: {string.Join(", ", Types.Select(each => each.Word))}. Name one of them");
    }

    private static void CheckName(string name)
    {
        var isLegal = name.Length is >= 3 and <= 255 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');
        if (!isLegal)
        {
            throw new DdbException("InvalidIndexName", DdbErrorKind.InvalidArgument, name,
                $"'{name}' is no name of a DynamoDB index: 3 to 255 letters, digits, '_', '-' or '.'. Nothing was read or changed.");
        }
    }

    private static DdbException Invalid(IndexMigrationOptions options, string why) =>
        new("InvalidProjection", DdbErrorKind.InvalidArgument, options.ShadowIndexName, $"{why}; nothing was read or changed.");
}
