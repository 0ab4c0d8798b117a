using System.Text;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// Writes PartiQL statements with their parameters, as members of a BatchExecuteStatement request
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html).
/// </summary>
internal static class StatementText
{
    /// <summary>The longest statement that DynamoDB takes, in characters.</summary>
    public const int MaximumLength = 8192;

    /// <summary>How many statements one request may have.</summary>
    public const int MaximumStatements = 25;

    private const int FixedLength = 600;

    /// <summary>
    /// Whether an item's attribute names can stand in a statement: short enough together, and none that JSON has to escape
    /// (quotes, backslashes, control characters), about which PartiQL's grammar leaves doubt.
    /// </summary>
    public static bool CanName(in Item item, int extraPerAttribute)
    {
        var length = FixedLength;
        for (var index = 0; index < item.Count; index++)
        {
            var name = item.RawName(index);
            if (JsonText.IsEscaped(name))
                return false;
            length += name.Length + name.Count((byte)'\'') + extraPerAttribute;
        }

        return length <= MaximumLength;
    }

    /// <summary>Bytes that an INSERT statement needs beside an attribute's name.</summary>
    public const int InsertExtra = 7;

    /// <summary>Bytes that a DELETE statement's condition needs beside an attribute's name.</summary>
    public const int DeleteExtra = 20;

    /// <summary>Writes <c>INSERT INTO "table" VALUE {'name': ?, …}</c> up to where its parameters, the item's values, begin.</summary>
    public static void WriteInsert(ItemBlock body, string tableName, in Item item)
    {
        body.Append("{\"Statement\":\"INSERT INTO \\\""u8);
        body.Append(Encoding.UTF8.GetBytes(tableName));
        body.Append("\\\" VALUE {"u8);
        for (var index = 0; index < item.Count; index++)
        {
            body.Append(index == 0 ? "'"u8 : ", '"u8);
            WriteName(body, item.RawName(index));
            body.Append("': ?"u8);
        }

        body.Append("}\",\"Parameters\":["u8);
    }

    /// <summary>
    /// Writes <c>DELETE FROM "table" WHERE "PK" = ? AND …</c> that names every attribute of the item with its value,
    /// and every name in <paramref name="absent"/> as missing, and asks for what was deleted.
    /// </summary>
    public static void WriteDelete(ItemBlock body, string tableName, in Item item, IReadOnlyList<string> absent)
    {
        body.Append("{\"Statement\":\"DELETE FROM \\\""u8);
        body.Append(Encoding.UTF8.GetBytes(tableName));
        body.Append("\\\" WHERE "u8);
        for (var index = 0; index < item.Count; index++)
        {
            body.Append(index == 0 ? "\\\""u8 : " AND \\\""u8);
            body.Append(item.RawName(index));
            body.Append("\\\" = ?"u8);
        }

        foreach (var name in absent)
        {
            body.Append(" AND \\\""u8);
            body.Append(JsonText.Escape(name));
            body.Append("\\\" IS MISSING"u8);
        }

        body.Append(" RETURNING ALL OLD *\",\"Parameters\":["u8);
        WriteParameters(body, item);
        body.Append("]}"u8);
    }

    /// <summary>Writes an item's values, with commas between them.</summary>
    public static void WriteParameters(ItemBlock body, in Item item)
    {
        // The values and their commas are shorter than the item that they are of.
        var target = body.GetSpan(item.Json.Length);
        var length = 0;
        for (var index = 0; index < item.Count; index++)
        {
            if (index > 0)
                target[length++] = (byte)',';
            var value = item.RawValue(index);
            value.CopyTo(target[length..]);
            length += value.Length;
        }

        body.Advance(length);
    }

    private static void WriteName(ItemBlock body, ReadOnlySpan<byte> rawName)
    {
        int quote;
        while ((quote = rawName.IndexOf((byte)'\'')) >= 0)
        {
            body.Append(rawName[..(quote + 1)]);
            body.Append((byte)'\'');
            rawName = rawName[(quote + 1)..];
        }

        body.Append(rawName);
    }
}
