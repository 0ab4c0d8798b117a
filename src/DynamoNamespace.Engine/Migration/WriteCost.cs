using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>The write units that putting an item costs the table and its indexes.</summary>
internal static class WriteCost
{
    public static int Of(in Item item, TableDescriptor table)
    {
        var units = CapacityUnits.Write(ItemSize.Of(item));
        foreach (var index in table.Indexes)
            units += index.WriteUnits(item, table.Key);
        return units;
    }
}
