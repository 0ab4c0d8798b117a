using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>An index that AWS would still be building or deleting, though the engine has done so.</summary>
/// <param name="IndexName">The index.</param>
/// <param name="Until">When AWS would be done.</param>
/// <param name="Deleted">The description of an index that is being deleted; null for one that is being built.</param>
internal sealed record IndexBuild(string IndexName, DateTimeOffset Until, JsonObject? Deleted);
