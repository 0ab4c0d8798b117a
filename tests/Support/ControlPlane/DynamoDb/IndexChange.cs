using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>The one index that an UpdateTable makes or deletes.</summary>
internal sealed record IndexChange(string IndexName, bool IsDeletion)
{
    /// <exception cref="AwsException">There are several.</exception>
    public static IndexChange? Of(JsonObject updateTable)
    {
        var changes = (updateTable["GlobalSecondaryIndexUpdates"] as JsonArray ?? [])
            .Select(update => update!["Create"] is { } created ? new IndexChange(Name(created), false)
                : update["Delete"] is { } deleted ? new IndexChange(Name(deleted), true)
                : null)
            .OfType<IndexChange>().ToList();
        return changes.Count <= 1
            ? changes.FirstOrDefault()
            : throw new AwsException("LimitExceededException", "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
    }

    private static string Name(JsonNode index) => index["IndexName"]?.GetValue<string>() ?? "";
}
