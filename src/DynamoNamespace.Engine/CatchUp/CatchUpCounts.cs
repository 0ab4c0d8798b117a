namespace DynamoNamespace.Engine.CatchUp;

/// <summary>What a catch-up has done, as a checkpoint holds it. Changes that are carried again after a crash are counted again.</summary>
/// <param name="RecordsRead">Stream records read.</param>
/// <param name="Changes">Changes of items that the mapping matches.</param>
/// <param name="Written">Copies put or replaced.</param>
/// <param name="Deleted">Copies deleted because their old items were, by clients or by expiry.</param>
/// <param name="Expired">How many of those by expiry.</param>
/// <param name="AlreadyApplied">Changes that the copy had already, or that were older than it.</param>
/// <param name="Conflicts">Copies that were neither what the change began from nor older.</param>
/// <param name="Failed">Changed items that could not be mapped or written.</param>
internal sealed record CatchUpCounts(
    long RecordsRead = 0, long Changes = 0, long Written = 0, long Deleted = 0, long Expired = 0, long AlreadyApplied = 0, long Conflicts = 0, long Failed = 0);
