using System.Globalization;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Writes the condition that an item is still as it was read.</summary>
internal static class UnchangedCondition
{
    /// <param name="body">The request, open at its top level.</param>
    /// <param name="item">The item as it was read.</param>
    /// <param name="count">How many of its attributes the condition names.</param>
    /// <param name="absent">Attributes that it must not have.</param>
    public static void Write(ItemBlock body, in Item item, int count, IReadOnlyList<string> absent)
    {
        body.Append(",\"ConditionExpression\":\"");
        for (var index = 0; index < count; index++)
            body.Append(string.Create(CultureInfo.InvariantCulture, $"{(index == 0 ? "" : " AND ")}#{index}=:{index}"));
        for (var index = 0; index < absent.Count; index++)
            body.Append(string.Create(CultureInfo.InvariantCulture, $" AND attribute_not_exists(#a{index})"));
        body.Append("\",\"ExpressionAttributeNames\":{");
        for (var index = 0; index < count; index++)
        {
            body.Append(string.Create(CultureInfo.InvariantCulture, $"{(index == 0 ? "" : ",")}\"#{index}\":\""));
            body.Append(item.RawName(index));
            body.Append("\"");
        }

        for (var index = 0; index < absent.Count; index++)
        {
            body.Append(string.Create(CultureInfo.InvariantCulture, $",\"#a{index}\":\""));
            body.Append(JsonText.Escape(absent[index]));
            body.Append("\"");
        }

        body.Append("},\"ExpressionAttributeValues\":{");
        for (var index = 0; index < count; index++)
        {
            body.Append(string.Create(CultureInfo.InvariantCulture, $"{(index == 0 ? "" : ",")}\":{index}\":"));
            body.Append(item.RawValue(index));
        }

        body.Append("}");
    }
}
