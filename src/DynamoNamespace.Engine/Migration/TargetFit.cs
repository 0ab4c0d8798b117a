using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// What a table asks of an item that is not one of its own with another key: its key, and the types of its indexes' keys. DynamoDB refuses a whole item for one index key of another type
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Writes).
/// </summary>
internal sealed class TargetFit(TableDescriptor target)
{
    private readonly (KeyAttribute Attribute, string Index)[] indexKeys =
        [.. target.Indexes.SelectMany(index => index.Key.Attributes.Select(attribute => (attribute, index.Name))).DistinctBy(pair => pair.attribute.Name, StringComparer.Ordinal)];

    /// <summary>Says why the target cannot take an item, or null.</summary>
    public string? FindProblem(in Item item)
    {
        if (!target.Key.Covers(item))
            return $"it would not have the key {target.Key} of table '{target.Name}'";
        foreach (var attribute in target.Key.Attributes)
        {
            if (item.TryGetValue(attribute.Utf8Name, out var value) && value.RawText.IsEmpty)
                return $"its '{attribute.Name}' would be empty, and it is in the key of table '{target.Name}'";
        }

        foreach (var (attribute, index) in indexKeys)
        {
            if (!item.TryGetValue(attribute.Utf8Name, out var value))
                continue;
            if (value.Type != attribute.Type)
                return $"its '{attribute.Name}' is of type {AttributeValue.NameOf(value.Type)}, and index {index} of table '{target.Name}' has it as {AttributeValue.NameOf(attribute.Type)}";
            if (value.RawText.IsEmpty)
                return $"its '{attribute.Name}' is empty, and it is in the key of index {index} of table '{target.Name}'";
        }

        return null;
    }
}
