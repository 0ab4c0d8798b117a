using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>What a change did to an item.</summary>
internal enum StreamEvent
{
    Insert,
    Modify,
    Remove,
}

/// <summary>One change of one item. Its items live in the block of their page and may not be kept beyond it.</summary>
/// <param name="Event">What was done.</param>
/// <param name="SequenceNumber">Where in its shard the record stands.</param>
/// <param name="CreatedAt">About when it was written, to the second.</param>
/// <param name="Keys">The item's key.</param>
/// <param name="OldImage">The item as it was before; null for an insert.</param>
/// <param name="NewImage">The item as it is since; null for a removal.</param>
/// <param name="IsExpiry">Whether DynamoDB itself removed the item because its time to live had passed.</param>
/// <param name="Service">The AWS service that made the change, as far as the record names one; null for all clients.</param>
internal sealed record StreamRecord(
    StreamEvent Event, string SequenceNumber, DateTimeOffset CreatedAt, Item Keys, Item? OldImage, Item? NewImage, bool IsExpiry, string? Service = null);
