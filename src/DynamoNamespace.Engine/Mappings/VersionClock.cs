using System.Text;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>An attribute that tells which of two copies of an item is newer: a number, or a text that sorts by time.</summary>
internal sealed class VersionClock(string attribute, AttributeType type, IReadOnlyList<AttributeCondition> conditions)
{
    private readonly byte[] name = Encoding.UTF8.GetBytes(attribute);

    public string Attribute => attribute;

    /// <summary>Whether this clock is the one that tells the time of items like this.</summary>
    public bool AppliesTo(in Item item)
    {
        foreach (var condition in conditions)
        {
            if (!condition.IsMet(item))
                return false;
        }

        return item.TryGetValue(name, out var value) && value.Type == type;
    }

    /// <summary>Whether <paramref name="copy"/> is newer than <paramref name="mapped"/>. False where either lacks the clock.</summary>
    public bool IsNewer(in Item copy, in Item mapped)
    {
        if (!copy.TryGetValue(name, out var left) || !mapped.TryGetValue(name, out var right) || left.Type != type || right.Type != type)
            return false;
        if (type == AttributeType.N)
            return DynamoNumber.TryCompare(left.RawText, right.RawText, out var order) && order > 0;
        return string.CompareOrdinal(left.Text(), right.Text()) > 0;
    }

    /// <summary>The clock's reading, for a report.</summary>
    public string? Read(in Item item) => item.TryGetValue(name, out var value) ? value.Text() : null;
}
