using System.Text;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Tables;

/// <summary>An attribute of a table's or an index's key.</summary>
internal sealed record KeyAttribute(string Name, AttributeType Type)
{
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);

    /// <summary>Whether an item has this attribute with its type.</summary>
    public bool IsIn(in Item item) => item.TryGetValue(Utf8Name, out var value) && value.Type == Type;

    // A record would compare the bytes by reference.
    public bool Equals(KeyAttribute? other) =>
        other is not null && Type == other.Type && string.Equals(Name, other.Name, StringComparison.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Name.GetHashCode(StringComparison.Ordinal), Type);

    public override string ToString() => $"{Name} ({AttributeValue.NameOf(Type)})";
}
