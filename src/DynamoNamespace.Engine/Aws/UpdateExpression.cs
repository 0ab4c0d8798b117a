using System.Globalization;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// Writes an update as members of an UpdateItem request. UpdateItem makes an item where there is none, so the condition asks for its key first
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html).
/// </summary>
internal static class UpdateExpression
{
    /// <param name="body">The request, open at its top level, with a member before.</param>
    /// <param name="key">The table's key.</param>
    /// <param name="update">The update.</param>
    public static void Write(ItemBlock body, KeySchema key, in ItemUpdate update)
    {
        using var keys = new ItemBlock(512, 4);
        body.Append(",\"Key\":"u8);
        body.Append(key.Extract(update.Current, keys).Json);
        body.Append(",\"UpdateExpression\":\""u8);
        WriteClause(body, "SET ", static index => $"#c{index}=:c{index}", update, isSet: true);
        WriteClause(body, " REMOVE ", static index => $"#c{index}", update, isSet: false);
        body.Append("\",\"ConditionExpression\":\"attribute_exists(#k)"u8);
        for (var index = 0; index < update.Guarded.Count; index++)
        {
            body.Append(Has(update.Current, update.Guarded[index])
                ? Invariant($" AND #g{index}=:g{index}")
                : Invariant($" AND attribute_not_exists(#g{index})"));
        }

        body.Append("\",\"ExpressionAttributeNames\":{\"#k\":\""u8);
        body.Append(JsonText.Escape(key.PartitionKey.Name));
        body.Append("\""u8);
        WriteNames(body, 'c', update.Changed);
        WriteNames(body, 'g', update.Guarded);
        body.Append("}"u8);
        WriteAllValues(body, update);
    }

    private static void WriteClause(ItemBlock body, string keyword, Func<int, string> write, in ItemUpdate update, bool isSet)
    {
        var isFirst = true;
        for (var index = 0; index < update.Changed.Count; index++)
        {
            if (Has(update.Next, update.Changed[index]) != isSet)
                continue;
            body.Append(isFirst ? keyword : ",");
            isFirst = false;
            body.Append(write(index));
        }
    }

    private static void WriteNames(ItemBlock body, char letter, IReadOnlyList<AttributeName> names)
    {
        for (var index = 0; index < names.Count; index++)
        {
            body.Append(Invariant($",\"#{letter}{index}\":\""));
            body.Append(names[index].Raw);
            body.Append("\""u8);
        }
    }

    /// <summary>DynamoDB refuses a request with an empty map of values.</summary>
    private static void WriteAllValues(ItemBlock body, in ItemUpdate update)
    {
        var count = WriteValues(body, 'c', update.Changed, update.Next, 0);
        count = WriteValues(body, 'g', update.Guarded, update.Current, count);
        if (count > 0)
            body.Append("}"u8);
    }

    private static int WriteValues(ItemBlock body, char letter, IReadOnlyList<AttributeName> names, in Item item, int count)
    {
        for (var index = 0; index < names.Count; index++)
        {
            if (item.IndexOf(names[index].Utf8) is var at and >= 0)
            {
                body.Append(count++ == 0 ? ",\"ExpressionAttributeValues\":{" : ",");
                body.Append(Invariant($"\":{letter}{index}\":"));
                body.Append(item.RawValue(at));
            }
        }

        return count;
    }

    private static bool Has(in Item item, AttributeName name) => item.IndexOf(name.Utf8) >= 0;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
