using System.Text.Json.Nodes;
using DynamoNamespace.Worker.Samples;

namespace DynamoNamespace.Tests.Support;

/// <summary>The table that a real zae-limiter 0.9.1 client wrote.</summary>
public static class FixtureTable
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static IEnumerable<JsonObject> Items() =>
        File.ReadLines(Path.Combine(Folder, "zae-limiter-0.9.1.jsonl"))
            .Where(line => line.Length > 0)
            .Select(line => (JsonObject)DynamoJson.Parse(line)["Item"]!.DeepClone());

    /// <summary>The table's CreateTable request under another name, with 0.10's index if asked.</summary>
    public static JsonObject CreateTableRequest(string tableName, bool withGsi4 = false)
    {
        var request = DynamoJson.Parse(File.ReadAllText(Path.Combine(Folder, "zae-limiter-0.9.1.table.json")));
        request["TableName"] = tableName;
        if (withGsi4)
        {
            var upgraded = SampleTable.CreateTableRequestJson(tableName, withGsi4: true);
            request["AttributeDefinitions"] = upgraded["AttributeDefinitions"]!.DeepClone();
            request["GlobalSecondaryIndexes"] = upgraded["GlobalSecondaryIndexes"]!.DeepClone();
        }

        return request;
    }
}
