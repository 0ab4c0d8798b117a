using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>The write units that changing an item costs the table and its indexes.</summary>
internal static class UpdateCost
{
    /// <param name="update">The change.</param>
    /// <param name="after">The whole item after it.</param>
    /// <param name="table">The table.</param>
    public static int Of(in ItemUpdate update, in Item after, TableDescriptor table)
    {
        var units = OfTable(update, after);
        foreach (var index in table.Indexes)
            units += index.UpdateUnits(update.Current, after, update.Changed, table.Key);
        return units;
    }

    /// <summary>The table's own share: the larger of the item before and after
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).</summary>
    public static int OfTable(in ItemUpdate update, in Item after) => CapacityUnits.Write(Math.Max(ItemSize.Of(update.Current), ItemSize.Of(after)));
}
