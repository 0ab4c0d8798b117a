using System.Text;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// Writes an update as a PartiQL statement. A statement whose condition no item meets fails with ConditionalCheckFailed, so it makes no item
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.update.html).
/// </summary>
internal static class UpdateStatement
{
    /// <summary>What a statement takes at most beside the table's name and the attributes.</summary>
    private const int FixedLength = 320;

    /// <summary>What an attribute takes at most beside its name: <c> AND "" IS MISSING</c>.</summary>
    private const int ExtraPerAttribute = 20;

    /// <summary>Whether the attribute names can stand in a statement: short enough together, and none that JSON has to escape.</summary>
    public static bool CanName(in ItemUpdate update, KeySchema key)
    {
        var length = FixedLength;
        foreach (var attribute in key.Attributes)
            length += attribute.Utf8Name.Length + ExtraPerAttribute;
        return TryAdd(update.Changed, ref length) && TryAdd(update.Guarded, ref length) && length <= StatementText.MaximumLength
            && key.Attributes.All(attribute => !JsonText.IsEscaped(JsonText.Escape(attribute.Name)));
    }

    /// <summary>
    /// Writes <c>UPDATE "table" SET "a" = ?, … REMOVE "b", … WHERE "PK" = ? AND "c" = ? AND "d" IS MISSING AND …</c> with its parameters, as a member of a
    /// BatchExecuteStatement request.
    /// </summary>
    public static void Write(ItemBlock body, string tableName, KeySchema key, in ItemUpdate update)
    {
        body.Append("{\"Statement\":\"UPDATE \\\""u8);
        body.Append(Encoding.UTF8.GetBytes(tableName));
        body.Append("\\\""u8);
        WriteClause(body, " SET "u8, " = ?"u8, update, isSet: true);
        WriteClause(body, " REMOVE "u8, ""u8, update, isSet: false);
        WriteCondition(body, key, update);
        body.Append("\",\"Parameters\":["u8);
        WriteParameters(body, key, update);
        body.Append("]}"u8);
    }

    private static bool TryAdd(IReadOnlyList<AttributeName> names, ref int length)
    {
        foreach (var name in names)
        {
            if (JsonText.IsEscaped(name.Raw))
                return false;
            length += name.Raw.Length + ExtraPerAttribute;
        }

        return true;
    }

    private static void WriteClause(ItemBlock body, ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> value, in ItemUpdate update, bool isSet)
    {
        var isFirst = true;
        foreach (var name in update.Changed)
        {
            if (update.Next.IndexOf(name.Utf8) >= 0 != isSet)
                continue;
            body.Append(isFirst ? keyword : ", "u8);
            isFirst = false;
            WriteName(body, name.Raw);
            body.Append(value);
        }
    }

    private static void WriteCondition(ItemBlock body, KeySchema key, in ItemUpdate update)
    {
        body.Append(" WHERE "u8);
        WriteName(body, JsonText.Escape(key.PartitionKey.Name));
        body.Append(" = ?"u8);
        if (key.SortKey is { } sortKey)
        {
            body.Append(" AND "u8);
            WriteName(body, JsonText.Escape(sortKey.Name));
            body.Append(" = ?"u8);
        }

        foreach (var name in update.Guarded)
        {
            body.Append(" AND "u8);
            WriteName(body, name.Raw);
            body.Append(update.Current.IndexOf(name.Utf8) >= 0 ? " = ?"u8 : " IS MISSING"u8);
        }
    }

    /// <summary>In the order of the question marks.</summary>
    private static void WriteParameters(ItemBlock body, KeySchema key, in ItemUpdate update)
    {
        foreach (var name in update.Changed)
        {
            if (update.Next.IndexOf(name.Utf8) is var index and >= 0)
            {
                body.Append(update.Next.RawValue(index));
                body.Append((byte)',');
            }
        }

        body.Append(update.Current.RawValue(update.Current.IndexOf(key.PartitionKey.Utf8Name)));
        if (key.SortKey is { } sortKey)
        {
            body.Append((byte)',');
            body.Append(update.Current.RawValue(update.Current.IndexOf(sortKey.Utf8Name)));
        }

        foreach (var name in update.Guarded)
        {
            if (update.Current.IndexOf(name.Utf8) is var index and >= 0)
            {
                body.Append((byte)',');
                body.Append(update.Current.RawValue(index));
            }
        }
    }

    private static void WriteName(ItemBlock body, ReadOnlySpan<byte> raw)
    {
        body.Append("\\\""u8);
        body.Append(raw);
        body.Append("\\\""u8);
    }
}
