using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Tables;

/// <summary>
/// A secondary index: its key, what it projects, whether it can be used, the capacity that it alone is provisioned with, if any, and how many
/// items DynamoDB last counted in it, where that is told.
/// </summary>
internal sealed record IndexDescription(
    string Name, KeySchema Key, string ProjectionType, IReadOnlyList<string> NonKeyAttributes, string Status, bool IsLocal,
    ProvisionedUnits? Provisioned = null, long? ItemCount = null)
{
    public bool IsActive => string.Equals(Status, "ACTIVE", StringComparison.Ordinal);

    /// <summary>
    /// The write units that putting an item costs this index: its projection in KB, rounded up; nothing for an item that is not in it
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes).
    /// </summary>
    public int WriteUnits(in Item item, KeySchema tableKey)
    {
        if (!Key.Covers(item))
            return 0;
        var size = 0;
        for (var index = 0; index < item.Count; index++)
        {
            if (Projects(item.RawName(index), tableKey))
                size += ItemSize.OfAttribute(item, index);
        }

        return CapacityUnits.Write(size);
    }

    /// <summary>
    /// The write units that changing an item costs this index: one write where only projected attributes change, one to put it in or take it out, and both
    /// where the index's own key changes (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes).
    /// </summary>
    public int UpdateUnits(in Item before, in Item after, IReadOnlyList<AttributeName> changed, KeySchema tableKey)
    {
        if (!changed.Any(name => Projects(name.Raw, tableKey)))
            return 0;
        var (old, next) = (WriteUnits(before, tableKey), WriteUnits(after, tableKey));
        var isMoved = changed.Any(name => Key.IsKeyAttribute(name.Raw));
        return isMoved ? old + next : Math.Max(old, next);
    }

    private bool Projects(ReadOnlySpan<byte> rawName, KeySchema tableKey)
    {
        if (string.Equals(ProjectionType, "ALL", StringComparison.Ordinal) || Key.IsKeyAttribute(rawName) || tableKey.IsKeyAttribute(rawName))
            return true;
        foreach (var name in NonKeyAttributes)
        {
            if (JsonText.NameEquals(rawName, System.Text.Encoding.UTF8.GetBytes(name)))
                return true;
        }

        return false;
    }
}
