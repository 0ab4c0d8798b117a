using System.Text;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>Tells an item's family from the head of a key.</summary>
internal sealed class FamilyReader(FamilyDefinition? definition)
{
    /// <summary>The family of items whose key has no separator, or of a mapping without families.</summary>
    public const string None = "(none)";

    private readonly byte[] attribute = Encoding.UTF8.GetBytes(definition?.Attribute ?? "");
    private readonly byte[][] knownBytes = definition?.Known.Select(Encoding.UTF8.GetBytes).ToArray() ?? [];
    private readonly string[] known = definition?.Known.ToArray() ?? [];

    public IReadOnlyList<string> Known => known;

    public bool IsKnown(string family) => definition is null || Array.IndexOf(known, family) >= 0;

    public string Read(in Item item)
    {
        if (definition is null || !item.TryGetValue(attribute, out var value))
            return None;
        var raw = value.RawText;
        for (var index = 0; index < knownBytes.Length; index++)
        {
            if (raw.StartsWith(knownBytes[index]))
                return known[index];
        }

        var text = value.Text();
        var end = text.IndexOf(definition.Separator);
        return end < 0 ? None : text[..(end + 1)];
    }
}
