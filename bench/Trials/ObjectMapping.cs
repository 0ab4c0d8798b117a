using System.Text;
using Amazon.DynamoDBv2.Model;

namespace DynamoNamespace.Bench.Trials;

/// <summary>The zae-limiter mapping written down in plain code over the SDK's objects, as somebody would for one use.</summary>
internal static class ObjectMapping
{
    /// <summary>Whether an item's key has no <c>/</c> before its first <c>#</c>.</summary>
    public static bool IsOld(Dictionary<string, AttributeValue> item)
    {
        var key = item["PK"].S;
        var slash = key.IndexOf('/');
        var hash = key.IndexOf('#');
        return slash < 0 || (hash >= 0 && hash < slash);
    }

    /// <summary>Makes an old item the new one.</summary>
    public static void Map(Dictionary<string, AttributeValue> item)
    {
        var id = item["PK"].S == "SYSTEM#" && item["SK"].S == "#VERSION" ? "_" : TrialTable.NamespaceId;
        foreach (var name in new[] { "PK", "GSI1PK", "GSI2PK", "GSI3PK" })
        {
            if (item.TryGetValue(name, out var value))
                item[name] = new AttributeValue($"{id}/{value.S}");
        }

        item["GSI4PK"] = new AttributeValue(id);
        item["GSI4SK"] = item["PK"];
    }

    /// <summary>The statement that puts an item where nothing stands, with its values as parameters.</summary>
    public static BatchStatementRequest Insert(string tableName, Dictionary<string, AttributeValue> item)
    {
        var statement = new StringBuilder($"INSERT INTO \"{tableName}\" VALUE {{");
        var parameters = new List<AttributeValue>(item.Count);
        foreach (var (name, value) in item)
        {
            statement.Append(parameters.Count == 0 ? "'" : ", '").Append(name.Replace("'", "''", StringComparison.Ordinal)).Append("': ?");
            parameters.Add(value);
        }

        return new BatchStatementRequest { Statement = statement.Append('}').ToString(), Parameters = parameters };
    }
}
