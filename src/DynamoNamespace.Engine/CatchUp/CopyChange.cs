using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>
/// What happened to the copy's original in some records of a stream: the digests of what the old item mapped to before and in between,
/// and what it maps to now.
/// </summary>
internal sealed class CopyChange(Item sourceKey, Item targetKey)
{
    public Item SourceKey => sourceKey;

    public Item TargetKey => targetKey;

    /// <summary>Whether the old item was not there before or after one of the records, so that its copy may be absent.</summary>
    public bool BeginsAbsent { get; set; }

    /// <summary>The digests of every state that the old item mapped to, the last one included.</summary>
    public HashSet<UInt128> States { get; } = [];

    /// <summary>What the old item maps to after the last of the records; null where it is gone.</summary>
    public Item? Final { get; set; }

    /// <summary>The rule that made it.</summary>
    public MappingRule? Rule { get; set; }

    /// <summary>Whether the old item is gone because it had expired.</summary>
    public bool IsExpiry { get; set; }
}
