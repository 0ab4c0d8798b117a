using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// Writes INSERT statements for one table. Items of a kind have the same attributes, so the statement's text is made once for them and only
/// the parameters are each item's own. Safe for many threads.
/// </summary>
internal sealed class InsertStatements(string tableName)
{
    private const int Places = 64;

    /// <summary>Texts by the number and length of their names; a newer one takes an older one's place, so that memory does not grow with the table.</summary>
    private readonly Text?[] texts = new Text?[Places];

    /// <summary>Whether a statement can name the item's attributes.</summary>
    public bool CanName(in Item item) => TextFor(item).CanName;

    /// <summary>Appends the statement of an item whose attributes it can name.</summary>
    public void Write(ItemBlock body, in Item item)
    {
        body.Append(TextFor(item).Statement);
        StatementText.WriteParameters(body, item);
        body.Append("]}"u8);
    }

    private Text TextFor(in Item item)
    {
        var slots = item.Slots;
        var place = slots.Length;
        foreach (ref readonly var slot in slots)
            place = (place * 31) + slot.NameLength;
        ref var known = ref texts[place & (Places - 1)];
        if (known is { } text && text.IsFor(item))
            return text;
        return known = new Text(item, tableName);
    }

    /// <summary>The text of one kind of items, up to the parameters.</summary>
    private sealed class Text
    {
        private readonly byte[][] names;

        public Text(in Item item, string tableName)
        {
            names = new byte[item.Count][];
            for (var index = 0; index < names.Length; index++)
                names[index] = item.RawName(index).ToArray();
            CanName = StatementText.CanName(item, StatementText.InsertExtra);
            using var block = new ItemBlock();
            StatementText.WriteInsert(block, tableName, item);
            Statement = block.Written.ToArray();
        }

        public bool CanName { get; }

        public byte[] Statement { get; }

        public bool IsFor(in Item item)
        {
            if (item.Count != names.Length)
                return false;
            for (var index = 0; index < names.Length; index++)
            {
                if (!item.RawName(index).SequenceEqual(names[index]))
                    return false;
            }

            return true;
        }
    }
}
