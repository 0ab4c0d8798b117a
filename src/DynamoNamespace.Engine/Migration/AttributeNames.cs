using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// The attribute names that items of a rule have shown. DynamoDB has no condition on a whole item, so a delete names every
/// attribute with its value, and those that such items have elsewhere as absent: an attribute added meanwhile stops it.
/// An instance serves one thread, and keeps so few names that its memory does not grow with the table.
/// </summary>
internal sealed class AttributeNames
{
    private const int MaximumNames = 64;

    private readonly Dictionary<MappingRule, Dictionary<int, string>> seen = [];
    private readonly HashSet<int> own = [];

    public void Learn(MigratingItem item)
    {
        var names = NamesOf(item.Rule);
        for (var index = 0; index < item.Source.Count && names.Count < MaximumNames; index++)
        {
            var raw = item.Source.RawName(index);
            var hash = Hash(raw);
            if (!names.ContainsKey(hash) && !JsonText.IsEscaped(raw))
                names.Add(hash, item.Source.Name(index));
        }
    }

    /// <summary>The names that an item does not have, as many as a condition holds beside its own attributes.</summary>
    public IReadOnlyList<string> AbsentFrom(MigratingItem item)
    {
        own.Clear();
        for (var index = 0; index < item.Source.Count; index++)
        {
            var raw = item.Source.RawName(index);
            own.Add(Hash(JsonText.IsEscaped(raw) ? System.Text.Encoding.UTF8.GetBytes(item.Source.Name(index)) : raw));
        }

        var absent = new List<string>();
        foreach (var (hash, name) in NamesOf(item.Rule))
        {
            if (!own.Contains(hash) && Aws.ItemCalls.FitsCondition(item.Source.Count + absent.Count + 1))
                absent.Add(name);
        }

        return absent;
    }

    private Dictionary<int, string> NamesOf(MappingRule rule)
    {
        if (!seen.TryGetValue(rule, out var names))
        {
            names = [];
            foreach (var name in rule.NamedAttributes)
                names.TryAdd(Hash(System.Text.Encoding.UTF8.GetBytes(name)), name);
            seen[rule] = names;
        }

        return names;
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = default(HashCode);
        hash.AddBytes(name);
        return hash.ToHashCode();
    }
}
