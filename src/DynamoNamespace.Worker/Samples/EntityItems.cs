using System.Text.Json.Nodes;
using static DynamoNamespace.Worker.Samples.AttributeJson;

namespace DynamoNamespace.Worker.Samples;

/// <summary>The record types under <c>ENTITY#</c>: meta, bucket, per-entity config, usage.</summary>
internal static class EntityItems
{
    private const string IsoSeconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static JsonObject Meta(string id, string? parent, DateTimeOffset createdAt)
    {
        var item = new JsonObject();
        if (parent is not null)
        {
            item.Add("GSI1PK", S($"PARENT#{parent}"));
            item.Add("GSI1SK", S($"CHILD#{id}"));
        }

        item.Add("PK", S($"ENTITY#{id}"));
        item.Add("SK", S("#META"));
        item.Add("cascade", Bool(parent is not null));
        item.Add("created_at", S(createdAt.ToString(IsoSeconds)));
        item.Add("entity_id", S(id));
        item.Add("metadata", parent is null ? M(("tier", S("gold"))) : M());
        item.Add("name", S(parent is null ? $"Project {id}" : id));
        item.Add("parent_id", SOrNull(parent));
        return item;
    }

    /// <summary>
    /// A bucket from which <paramref name="consumed"/> thousandths of a token were taken (more than its capacity
    /// leaves it in debt). Its version clock <c>rf</c> is <paramref name="refilledAt"/>; it expires seven minutes later.
    /// </summary>
    public static JsonObject Bucket(
        string id, string? parent, string resource, IEnumerable<SampleLimit> limits, long consumed,
        DateTimeOffset refilledAt, bool expires = true)
    {
        var item = Item(
            ("GSI2PK", S($"RESOURCE#{resource}")),
            ("GSI2SK", S($"BUCKET#{id}")),
            ("PK", S($"ENTITY#{id}")),
            ("SK", S($"#BUCKET#{resource}")));
        foreach (var limit in limits)
            limit.AddToBucket(item, consumed);
        item.Add("cascade", Bool(parent is not null));
        item.Add("entity_id", S(id));
        if (parent is not null)
            item.Add("parent_id", S(parent));
        item.Add("resource", S(resource));
        item.Add("rf", N(refilledAt.ToUnixTimeMilliseconds()));
        if (expires)
            item.Add("ttl", N(refilledAt.ToUnixTimeSeconds() + 420));
        return item;
    }

    public static JsonObject Config(string id, string resource, IEnumerable<SampleLimit> limits, long version)
    {
        var item = Item(
            ("GSI3PK", S($"ENTITY_CONFIG#{resource}")),
            ("GSI3SK", S(id)),
            ("PK", S($"ENTITY#{id}")),
            ("SK", S($"#CONFIG#{resource}")),
            ("config_version", N(version)),
            ("entity_id", S(id)));
        foreach (var limit in limits)
            limit.AddToConfig(item);
        item.Add("resource", S(resource));
        return item;
    }

    /// <summary>What an entity used of a resource in the hour that <paramref name="at"/> lies in; kept for 90 days.</summary>
    public static JsonObject Usage(string id, string resource, DateTimeOffset at, long events)
    {
        var window = at.ToString("yyyy-MM-dd'T'HH':00:00Z'");
        return Item(
            ("GSI2PK", S($"RESOURCE#{resource}")),
            ("GSI2SK", S($"USAGE#{window}#{id}")),
            ("PK", S($"ENTITY#{id}")),
            ("SK", S($"#USAGE#{resource}#{window}")),
            ("entity_id", S(id)),
            ("resource", S(resource)),
            ("rpm", N(events)),
            ("total_events", N(events)),
            ("tpm", N(events * 731)),
            ("ttl", N(at.AddDays(90).ToUnixTimeSeconds())),
            ("window", S("hourly")),
            ("window_start", S(window)));
    }
}
