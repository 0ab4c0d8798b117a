using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Unit.Items;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>Mappings for tests: the one that ships, and small ones of a single rule.</summary>
internal static class MappingText
{
    public const string Shipped = "zae-limiter-0.10";

    public static Mapping ShippedFor(string namespaceId) => MappingLoader.Load(Shipped).Bind(Variables(("namespaceId", namespaceId)));

    /// <summary>A mapping of one rule, on a table whose key is <c>PK</c> alone, with the variable <c>id</c>.</summary>
    public static string OfRule(string members) => $$"""
        {
          "format": "dynamonamespace/mapping/1", "name": "test",
          "key": { "partitionKey": { "name": "PK" } },
          "variables": { "id": {} },
          "rules": [ { "name": "the rule", {{members}} } ]
        }
        """;

    public static Mapping BindRule(string members, string id = "ns") => MappingLoader.Parse(OfRule(members), "test.json").Bind(Variables(("id", id)));

    public static Dictionary<string, string> Variables(params (string Name, string Value)[] values) =>
        values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);

    /// <summary>What the mapping makes of an item, or null where no rule matches it.</summary>
    /// <exception cref="InvalidOperationException">A rule matches the item and cannot map it.</exception>
    public static JsonObject? Map(this Mapping mapping, JsonObject item) => mapping.Map(ItemText.Of(item));

    public static JsonObject? Map(this Mapping mapping, string json) => mapping.Map(ItemText.Parse(json));

    public static JsonObject? Map(this Mapping mapping, in Item item)
    {
        if (mapping.FindRule(item) is not { } rule)
            return null;
        using var block = new ItemBlock();
        return rule.TryMap(item, block, out var mapped, out var problem)
            ? ItemText.Json(mapped)
            : throw new InvalidOperationException(problem);
    }
}
