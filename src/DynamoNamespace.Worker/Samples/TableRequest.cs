using System.Text.Json.Nodes;

namespace DynamoNamespace.Worker.Samples;

/// <summary>The CreateTable request of a zae-limiter table.</summary>
internal static class TableRequest
{
    public static JsonObject Create(string tableName, bool withGsi4, bool withStream)
    {
        var indexes = new List<(string Name, string Projection)> { ("GSI1", "ALL"), ("GSI2", "ALL"), ("GSI3", "KEYS_ONLY") };
        if (withGsi4)
            indexes.Add(("GSI4", "KEYS_ONLY"));

        var request = new JsonObject
        {
            ["TableName"] = tableName,
            ["KeySchema"] = KeySchema(""),
            ["AttributeDefinitions"] = new JsonArray(
                [.. indexes.Select(i => i.Name).Prepend("").SelectMany(Definitions)]),
            ["BillingMode"] = "PAY_PER_REQUEST",
            ["GlobalSecondaryIndexes"] = new JsonArray([.. indexes.Select(i => new JsonObject
            {
                ["IndexName"] = i.Name,
                ["KeySchema"] = KeySchema(i.Name),
                ["Projection"] = new JsonObject { ["ProjectionType"] = i.Projection },
            })]),
        };
        if (withStream)
        {
            request["StreamSpecification"] = new JsonObject
            {
                ["StreamEnabled"] = true,
                ["StreamViewType"] = "NEW_AND_OLD_IMAGES",
            };
        }

        return request;
    }

    private static JsonArray KeySchema(string index) =>
    [
        new JsonObject { ["AttributeName"] = $"{index}PK", ["KeyType"] = "HASH" },
        new JsonObject { ["AttributeName"] = $"{index}SK", ["KeyType"] = "RANGE" },
    ];

    private static JsonObject[] Definitions(string index) =>
    [
        new JsonObject { ["AttributeName"] = $"{index}PK", ["AttributeType"] = "S" },
        new JsonObject { ["AttributeName"] = $"{index}SK", ["AttributeType"] = "S" },
    ];
}
