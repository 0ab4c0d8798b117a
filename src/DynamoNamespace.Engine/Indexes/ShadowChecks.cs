using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Says before a shadow is made what DynamoDB would refuse, and what would hurt.</summary>
internal sealed class ShadowChecks(IndexTable table, IndexDescription index, IndexProjection projection, IndexMigrationOptions options)
{
    /// <summary>The default quota of global indexes of a table
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-secondary-indexes).</summary>
    private const int MaximumIndexes = 20;

    /// <summary>How many attributes all indexes of a table may name together; one that two name counts twice.</summary>
    private const int MaximumAttributes = 100;

    /// <summary>DynamoDB's advice for the writes of an index while it is filled, by the writes of its table.</summary>
    private const double AdvisedShare = 1.5;

    /// <exception cref="DdbException">The shadow cannot be made.</exception>
    public void Require()
    {
        RequireOther();
        table.RequireIdle();
        RequireNoKeys();
        RequireRoom();
    }

    /// <summary>What the user should know before it is made.</summary>
    public IEnumerable<string> Warnings()
    {
        if (table.Description.Replicas is { Count: > 0 } replicas)
            yield return $"Table '{table.Name}' is a global table with replicas in {string.Join(", ", replicas.Select(replica => replica.RegionName))}: the index is made in each of them. This command waits for the one that it calls; see that the others are ACTIVE before readers there move.";
        if (table.Table.Provisioned is not { } provisioned)
            yield break;
        if (index.Provisioned is { } own && own.WriteUnits < provisioned.WriteUnits * AdvisedShare)
            yield return FormattableString.Invariant($"Index '{options.ShadowIndexName}' gets the {own.WriteUnits:N0} write units that '{index.Name}' has, and table '{table.Name}' has {provisioned.WriteUnits:N0}. While it is filled, its writes come on top of the table's own, and an index that cannot follow throttles writes to the table: about {Math.Ceiling(provisioned.WriteUnits * AdvisedShare):N0} are advised meanwhile.");
        yield return $"Table '{table.Name}' is provisioned. If the capacity of '{index.Name}' is scaled by Application Auto Scaling, register '{options.ShadowIndexName}' there too: that is no part of the index.";
    }

    private void RequireOther()
    {
        if (table.Table.FindIndex(options.ShadowIndexName) is { IsLocal: true })
        {
            throw new DdbException("IndexNameTaken", DdbErrorKind.AlreadyExists, options.ShadowIndexName,
                $"Table '{table.Name}' has a local secondary index '{options.ShadowIndexName}'. Choose another name for the shadow; nothing was changed.");
        }

        if (IndexProjection.Of(index).IsSame(projection))
        {
            throw new DdbException("SameProjection", DdbErrorKind.InvalidArgument, index.Name,
                $"Index '{index.Name}' of table '{table.Name}' has the projection {projection} already. There is nothing to migrate; nothing was changed.");
        }
    }

    private void RequireNoKeys()
    {
        var key = table.Table.Key.Attributes.Concat(index.Key.Attributes).Select(attribute => attribute.Name).Intersect(projection.NonKeyAttributes, StringComparer.Ordinal).FirstOrDefault();
        if (key is not null)
        {
            throw new DdbException("KeyAttributeProjected", DdbErrorKind.InvalidArgument, key,
                $"'{key}' is a key attribute of table '{table.Name}' or of index '{index.Name}', and an index holds those by itself. Leave it out of -NonKeyAttribute (--non-key-attribute); nothing was changed.");
        }
    }

    private void RequireRoom()
    {
        var count = table.Table.Indexes.Count(each => !each.IsLocal);
        if (count >= MaximumIndexes && !options.Force)
        {
            throw new DdbException("TooManyIndexes", DdbErrorKind.LimitExceeded, table.Name,
                $"Table '{table.Name}' has {count} global secondary indexes, and {MaximumIndexes} is the quota unless AWS raised it for your account. Drop one that nobody reads, or let DynamoDB decide with -Force (--force); nothing was changed.");
        }

        var named = table.Table.Indexes.Sum(each => each.NonKeyAttributes.Count);
        if (named + projection.NonKeyAttributes.Count > MaximumAttributes)
        {
            throw new DdbException("TooManyProjectedAttributes", DdbErrorKind.LimitExceeded, table.Name,
                $"The indexes of table '{table.Name}' name {named} attributes beside their keys, and {projection.NonKeyAttributes.Count} more would pass the {MaximumAttributes} that all of them may name together, the old index included until it is gone. Name fewer, or project all with -ProjectionType All (--projection-type All); nothing was changed.");
        }
    }
}
