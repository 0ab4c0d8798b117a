using System.Text.Encodings.Web;
using System.Text.Json;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Plans;

/// <summary>The text of a new plan, with a comment on each member.</summary>
internal static class PlanText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Compose(string name, PlanDraftOptions options, string mapping, IEnumerable<(string Name, string Value)> variables) => $$"""
        {
          "format": "{{PlanReader.Format}}",

          // The plan's name, and what it is for.
          "name": {{Quote(name)}},
          "description": "",

          // The table that old items are in. Without this member, -TableName names it.
          "table": {{Quote(options.TableName ?? $"{PlanReader.EditMark} the table's name")}},

        {{Target(options.TargetTableName)}}
          // The name of a namespace of the table's registry, for a mapping with the variable namespaceId.
          // "namespace": "default",

          // How old items become new ones: the name of a mapping that ships with the module, the path of a document from this
          // plan's folder, or the mapping itself. Its language is described in docs/mappings.md.
          "mapping": {{mapping}},

          // A value for each variable that the mapping has.
          "variables": {{Object(variables)}},

          // Limits of a run. They are not part of what the run is, so it may go on with others.
          "limits": {
            // Read and write units a second, at most.
            // "maxReadUnits": 500,
            // "maxWriteUnits": 500,
            // Into how many segments the scan is split, and how many requests are under way at once.
            // "totalSegments": 64,
            // "throttleLimit": 16
          },

          "settings": {
            // Leave items whose TTL has passed.
            "skipExpired": false
          }
        }

        """;

    /// <summary>A mapping to begin with: one rule that matches nothing until it is edited.</summary>
    public static string Mapping(string name, KeySchema key, IEnumerable<string> variables) => $$"""
        {
            "format": "{{MappingReader.Format}}",
            "name": {{Quote(name)}},

            // The table's key. Another key of the target table stands in "targetKey".
            "key": {{Key(key)}},

            "variables": { {{string.Join(", ", variables.Select(variable => $"{Quote(variable)}: {{}}"))}} },

            // The first rule whose conditions are all met maps an item. An item that none matches is left alone.
            "rules": [
              {
                "name": "first",

                // Which items are old ones. They must not look like new ones: "exists", "equals", "in" or "pattern".
                "match": { {{Quote(key.PartitionKey.Name)}}: { "equals": "{{PlanReader.EditMark}} what old items have here" } },

                // What new items have instead: ${name} is an attribute, a named group of a pattern, or a variable.
                // A rule that sets no attribute of the key changes items in place.
                "set": { {{Assignment(key.PartitionKey)}} }

                // Also: "setIfPresent", "remove": [ "attribute" ], "inverse": { "match": {}, "set": {} }, "versionClocks".
              }
            ]

            // The indexes that the target table must have: "expect": { "indexes": [ { "name": "GSI1", "partitionKey": "GSI1PK" } ] }.
          }
        """;

    public static string Quote(string text) => JsonSerializer.Serialize(text, Plain);

    public static string Object(IEnumerable<(string Name, string Value)> members)
    {
        var texts = members.Select(member => $"{Quote(member.Name)}: {Quote(member.Value)}").ToList();
        return texts.Count == 0 ? "{}" : $"{{ {string.Join(", ", texts)} }}";
    }

    private static string Target(string? tableName) => tableName is null
        ? """
              // Where new items go, if that is another table. What is left out is as for the table.
              // "target": { "table": "name", "region": "eu-central-1", "profile": "name", "endpointUrl": "https://…" },

            """
        : $$"""
              // Where new items go. "region", "profile" and "endpointUrl" are those of the table where they are left out.
              "target": { "table": {{Quote(tableName)}} },

            """;

    private static string Key(KeySchema key) => key.SortKey is null
        ? $"{{ \"partitionKey\": {Attribute(key.PartitionKey)} }}"
        : $"{{ \"partitionKey\": {Attribute(key.PartitionKey)}, \"sortKey\": {Attribute(key.SortKey)} }}";

    private static string Attribute(KeyAttribute attribute) =>
        $"{{ \"name\": {Quote(attribute.Name)}, \"type\": {Quote(AttributeValue.NameOf(attribute.Type))} }}";

    private static string Assignment(KeyAttribute key) => key.Type == AttributeType.S
        ? $"{Quote(key.Name)}: {Quote($"{PlanReader.EditMark} new/${{{key.Name}}}")}"
        : $"\"EditThisName\": \"{PlanReader.EditMark} the new attribute\"";
}
