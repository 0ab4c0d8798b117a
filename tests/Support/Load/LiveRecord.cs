namespace DynamoNamespace.Tests.Support.Load;

/// <summary>What the writers were told about one item, and nothing that they were not told.</summary>
/// <param name="Item">The item.</param>
/// <param name="Life">Its life, from 1.</param>
/// <param name="IsAlive">Whether it exists in this life or has been deleted.</param>
/// <param name="OldHits">The increments of this life under the old key that were acknowledged.</param>
/// <param name="NewHits">Those under the new key.</param>
public sealed record LiveRecord(LiveItem Item, int Life, bool IsAlive, int OldHits, int NewHits);
