namespace DynamoNamespace.Engine.Registry;

/// <summary>What purging a namespace did.</summary>
/// <param name="TableName">The table.</param>
/// <param name="Name">The namespace's name.</param>
/// <param name="NamespaceId">The namespace's ID, now free.</param>
/// <param name="Deleted">How many items were deleted, the registry's records not counted.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record DdbNamespacePurge(string TableName, string Name, string NamespaceId, long Deleted, TimeSpan Elapsed);
