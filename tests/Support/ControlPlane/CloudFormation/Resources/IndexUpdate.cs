using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>
/// What CloudFormation does about a table's changed indexes, and what it refuses.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
/// </summary>
internal static class IndexUpdate
{
    /// <summary>The UpdateTable call, or null where no index comes or goes.</summary>
    /// <exception cref="AwsException">There are several, or one is to change its keys or projection.</exception>
    public static JsonObject? Of(JsonObject before, JsonObject after)
    {
        var (had, wanted) = (Indexes(before), Indexes(after));
        foreach (var (name, index) in wanted)
        {
            if (had.TryGetValue(name, out var old) && !(JsonText.Same(old["KeySchema"], index["KeySchema"]) && JsonText.Same(old["Projection"], index["Projection"])))
            {
                throw new AwsException(
                    "ValidationException",
                    "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. You can create a new GSI with a different name.");
            }
        }

        var created = wanted.Where(index => !had.ContainsKey(index.Key)).Select(index => Change("Create", TableProperties.Typed("", index.Value)!)).ToList();
        var deleted = had.Keys.Where(name => !wanted.ContainsKey(name)).Select(name => Change("Delete", new JsonObject { ["IndexName"] = name })).ToList();
        if (created.Count + deleted.Count > 1)
            throw new AwsException("ValidationException", "Cannot perform more than one GSI creation or deletion in a single update");
        if (created.Count + deleted.Count == 0)
            return null;
        var update = new JsonObject { ["GlobalSecondaryIndexUpdates"] = new JsonArray([.. created, .. deleted]) };
        if (created.Count > 0)
            update["AttributeDefinitions"] = after["AttributeDefinitions"]!.DeepClone();
        return update;
    }

    private static JsonNode Change(string verb, JsonNode index) => new JsonObject { [verb] = index };

    private static Dictionary<string, JsonObject> Indexes(JsonObject properties) => (properties["GlobalSecondaryIndexes"] as JsonArray ?? [])
        .ToDictionary(index => JsonText.Of(index!["IndexName"]), index => index!.AsObject(), StringComparer.Ordinal);
}
