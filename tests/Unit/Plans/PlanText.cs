namespace DynamoNamespace.Tests.Unit.Plans;

/// <summary>Plans for tests, in a folder that goes with the test.</summary>
internal static class PlanText
{
    public const string Mapping = """
        {
            "format": "dynamonamespace/mapping/1", "name": "inline", "key": { "partitionKey": { "name": "PK" } },
            "variables": { "tenant": { "pattern": "^[a-z]+\\z" } },
            "rules": [ { "name": "r", "match": { "PK": { "pattern": "^A#" } }, "set": { "PK": "${tenant}/${PK}" } } ]
          }
        """;

    /// <summary>A plan with every member.</summary>
    public const string Full = $$"""
        {
          // A comment.
          "format": "dynamonamespace/plan/1", "name": "mine", "description": "d", "table": "orders",
          "target": { "table": "orders-2", "region": "eu-central-1", "profile": "other", "endpointUrl": "http://127.0.0.1:1" },
          "namespace": "team",
          "mapping": {{Mapping}},
          "variables": { "tenant": "eu" },
          "limits": { "maxReadUnits": 10.5, "maxWriteUnits": 20, "totalSegments": 64, "throttleLimit": 8 },
          "settings": { "skipExpired": true },
        }
        """;
}
