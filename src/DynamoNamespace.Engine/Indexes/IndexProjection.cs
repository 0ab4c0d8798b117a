using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>What an index holds of an item beside the keys.</summary>
/// <param name="Type">KEYS_ONLY, INCLUDE or ALL.</param>
/// <param name="NonKeyAttributes">The attributes of INCLUDE.</param>
internal sealed record IndexProjection(string Type, IReadOnlyList<string> NonKeyAttributes)
{
    public const string KeysOnly = "KEYS_ONLY";
    public const string Include = "INCLUDE";
    public const string All = "ALL";

    public static IndexProjection Of(IndexDescription index) => new(index.ProjectionType, index.NonKeyAttributes);

    /// <summary>Whether both hold the same; the order of attributes means nothing.</summary>
    public bool IsSame(IndexProjection other) =>
        string.Equals(Type, other.Type, StringComparison.Ordinal) && NonKeyAttributes.ToHashSet(StringComparer.Ordinal).SetEquals(other.NonKeyAttributes);

    public bool Equals(IndexProjection? other) => other is not null && IsSame(other);

    public override int GetHashCode() => Type.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => NonKeyAttributes.Count == 0 ? Type : $"{Type} ({string.Join(", ", NonKeyAttributes)})";
}
