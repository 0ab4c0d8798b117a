using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>A table's indexes as DynamoDB describes them, and what of them stands in the way of a change.</summary>
internal sealed record IndexTable(TableDescription Description, TableDescriptor Table)
{
    public string Name => Table.Name;

    public static async Task<IndexTable> ReadAsync(DynamoDbClient client, string tableName, CancellationToken cancellationToken)
    {
        var description = (await client.DescribeTableAsync(tableName, cancellationToken)).Table;
        return new IndexTable(description, TableReader.Read(description));
    }

    /// <summary>A global index; null where there is none.</summary>
    public IndexDescription? Find(string name) => Table.FindIndex(name) is { IsLocal: false } index ? index : null;

    public GlobalSecondaryIndexDescription Describe(string name) => Description.GlobalSecondaryIndexes.First(index => index.IndexName == name);

    /// <exception cref="DdbException">There is no such global index.</exception>
    public IndexDescription Require(string name)
    {
        if (Find(name) is { } found)
        {
            // A key may have up to four attributes of each kind
            // (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html).
            return Describe(name).KeySchema.GroupBy(element => element.KeyType.Value, StringComparer.Ordinal).All(kind => kind.Count() == 1) ? found : throw new DdbException(
                "IndexKeyUnsupported", DdbErrorKind.InvalidArgument, Name,
                $"Index '{name}' of table '{Name}' has a partition or a sort key of several attributes, which this command cannot compare. Make its shadow by hand; nothing was changed.");
        }

        if (Table.FindIndex(name) is not null)
        {
            throw new DdbException("IndexIsLocal", DdbErrorKind.InvalidArgument, Name,
                $"Index '{name}' of table '{Name}' is a local secondary index, which can only be made with its table. To change its projection, move the items to another table; nothing was changed.");
        }

        var names = string.Join(", ", Table.Indexes.Where(index => !index.IsLocal).Select(index => $"'{index.Name}'"));
        throw new DdbException("IndexNotFound", DdbErrorKind.NotFound, name,
            $"Table '{Name}' has no index '{name}'; it has {(names.Length == 0 ? "no global secondary index" : names)}. Name one of them; nothing was changed.");
    }

    /// <summary>A table takes one change of its indexes at a time
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html).</summary>
    /// <param name="except">An index whose own state the caller looks at.</param>
    /// <exception cref="DdbException">Another change is under way.</exception>
    public void RequireIdle(string? except = null)
    {
        TableReader.RequireUsable(Table);
        var busy = Table.Indexes.FirstOrDefault(index => !index.IsActive && index.Name != except);
        var isExcused = except is not null && Find(except) is { IsActive: false };
        if (busy is null && (Table.Status == "ACTIVE" || isExcused))
            return;
        var what = busy is null ? $"Table '{Name}' is {Table.Status}" : $"Index '{busy.Name}' of table '{Name}' is {busy.Status}";
        throw new DdbException("TableBusy", DdbErrorKind.InvalidState, Name,
            $"{what}, and a table takes one change of its indexes at a time. Wait until that has ended, then run the same command again; nothing was changed.");
    }

    /// <exception cref="DdbException">One cannot take the other's place.</exception>
    public void RequireSameKey(IndexDescription index, IndexDescription shadow)
    {
        if (index.Key == shadow.Key)
            return;
        throw new DdbException("NotAShadow", DdbErrorKind.InvalidArgument, shadow.Name,
            $"Index '{shadow.Name}' of table '{Name}' has the key {shadow.Key}, and '{index.Name}' has {index.Key}, so neither is the other's shadow. Name the index that Start-DdbIndexMigration made; nothing was changed.");
    }
}
