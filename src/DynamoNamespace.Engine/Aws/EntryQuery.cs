using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// The query for one item's entry in an index. A filter may name no attribute of the index's key
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.FilterExpression.html).
/// </summary>
internal static class EntryQuery
{
    /// <summary>Writes a request up to where a start key may follow.</summary>
    public static void Write(ItemBlock body, string tableJson, string indexName, KeySchema indexKey, KeySchema tableKey, Item keyed)
    {
        KeyAttribute[] inKey = [.. indexKey.Attributes];
        KeyAttribute[] all = [.. inKey, .. tableKey.Attributes.Where(attribute => !inKey.Any(own => own.Name == attribute.Name))];
        body.Append($"{{{tableJson},\"IndexName\":\"{indexName}\",\"ReturnConsumedCapacity\":\"TOTAL\",\"KeyConditionExpression\":\"{Conditions(0, inKey.Length)}\"");
        if (all.Length > inKey.Length)
            body.Append($",\"FilterExpression\":\"{Conditions(inKey.Length, all.Length)}\"");
        body.Append(",\"ExpressionAttributeNames\":{");
        for (var at = 0; at < all.Length; at++)
        {
            body.Append(FormattableString.Invariant($"{(at > 0 ? "," : "")}\"#a{at}\":\""));
            body.Append(JsonText.Escape(all[at].Name));
            body.Append("\"");
        }

        body.Append("},\"ExpressionAttributeValues\":{");
        for (var at = 0; at < all.Length; at++)
        {
            body.Append(FormattableString.Invariant($"{(at > 0 ? "," : "")}\":a{at}\":"));
            body.Append(keyed.RawValue(keyed.IndexOf(all[at].Utf8Name)));
        }

        body.Append("}");
    }

    private static string Conditions(int from, int to) =>
        string.Join(" AND ", Enumerable.Range(from, to - from).Select(at => FormattableString.Invariant($"#a{at} = :a{at}")));
}
