using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Plans;

/// <summary>What sort of record an item is: its family, or what its key attributes begin with.</summary>
internal static class ItemKind
{
    private const int MaximumHead = 40;

    public static string Of(in Item item, FamilyReader families, KeySchema key)
    {
        var family = families.Read(item);
        return family != FamilyReader.None ? family : string.Join(" | ", Heads(item, key));
    }

    private static List<string> Heads(Item item, KeySchema key) => key.Attributes.Select(attribute =>
    {
        if (!item.TryGetValue(attribute.Utf8Name, out var value) || value.Type != AttributeType.S)
            return $"({attribute.Name})";
        var text = value.Text();
        var end = text.AsSpan().IndexOfAny('#', '/', ':');
        return end >= 0 && end < MaximumHead ? text[..(end + 1)] : $"({attribute.Name})";
    }).ToList();
}
