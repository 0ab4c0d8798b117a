using System.Text.Json.Nodes;
using static DynamoNamespace.Worker.Samples.AttributeJson;

namespace DynamoNamespace.Worker.Samples;

/// <summary>Audit records: one event each, kept for 90 days.</summary>
internal static class AuditItems
{
    private static readonly string[] Principals =
        ["arn:aws:iam::123456789012:user/ops", "ops@example.com", "arn:aws:sts::123456789012:assumed-role/deploy/ci"];

    public static JsonObject EntityCreated(SampleSource source, string id, string? parent, DateTimeOffset at) => Event(
        source, id, null, "entity_created", at,
        M(
            ("cascade", Bool(parent is not null)),
            ("metadata", M()),
            ("parent_id", SOrNull(parent)),
            ("name", S(id))));

    /// <summary>The subject is an entity's ID, or <c>$RESOURCE:{resource}</c>.</summary>
    public static JsonObject LimitsSet(SampleSource source, string subject, string resource, DateTimeOffset at) => Event(
        source, subject, resource, "limits_set", at,
        M(("limits", L(SampleLimit.RequestsPerMinute.ToAuditDetail()))));

    public static JsonObject SystemLimitsSet(SampleSource source, DateTimeOffset at) => Event(
        source, "$SYSTEM", null, "limits_set", at,
        M(
            ("limits", L(SampleLimit.RequestsPerMinute.ToAuditDetail(), SampleLimit.TokensPerMinute.ToAuditDetail())),
            ("on_unavailable", Null())));

    private static JsonObject Event(
        SampleSource source, string subject, string? resource, string action, DateTimeOffset at, JsonObject details)
    {
        var eventId = source.NextEventId(at);
        return Item(
            ("PK", S($"AUDIT#{subject}")),
            ("SK", S($"#AUDIT#{eventId}")),
            ("action", S(action)),
            ("details", details),
            ("entity_id", S(subject)),
            ("event_id", S(eventId)),
            ("principal", S(source.Random.Pick(Principals))),
            ("resource", SOrNull(resource)),
            ("timestamp", S(at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"))),
            ("ttl", N(at.AddDays(90).ToUnixTimeSeconds())));
    }
}
