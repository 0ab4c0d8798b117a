using System.Text.Json.Nodes;
using static DynamoNamespace.Worker.Samples.AttributeJson;

namespace DynamoNamespace.Worker.Samples;

/// <summary>The records that a table has few of: system config and registries, the version, resource configs.</summary>
internal static class SystemItems
{
    public static JsonObject Config()
    {
        var item = Item(("PK", S("SYSTEM#")), ("SK", S("#CONFIG")), ("config_version", N(3)));
        SampleLimit.RequestsPerMinute.AddToConfig(item);
        SampleLimit.TokensPerMinute.AddToConfig(item);
        return item;
    }

    public static JsonObject Resources(params string[] resources) =>
        Item(("PK", S("SYSTEM#")), ("SK", S("#RESOURCES")), ("resources", Ss(resources)));

    /// <summary>A wide record: each resource is an attribute name, with the number of entities that configure it.</summary>
    public static JsonObject EntityConfigResources(SampleSource source, IEnumerable<string> resources)
    {
        var item = Item(("PK", S("SYSTEM#")), ("SK", S("#ENTITY_CONFIG_RESOURCES")));
        foreach (var resource in resources)
            item.Add(resource, N(source.Random.Between(1, 500)));
        return item;
    }

    public static JsonObject Version(DateTimeOffset updatedAt) => Item(
        ("PK", S("SYSTEM#")),
        ("SK", S("#VERSION")),
        ("client_min_version", S("0.0.0")),
        ("lambda_version", S("0.9.1")),
        ("schema_version", S("0.8.0")),
        ("updated_at", S(updatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"))),
        ("updated_by", Null()));

    public static JsonObject ResourceConfig(string resource, long version)
    {
        var item = Item(("PK", S($"RESOURCE#{resource}")), ("SK", S("#CONFIG")), ("config_version", N(version)));
        SampleLimit.RequestsPerMinute.AddToConfig(item);
        SampleLimit.TokensPerDay.AddToConfig(item);
        item.Add("resource", S(resource));
        return item;
    }
}
