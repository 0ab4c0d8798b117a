using System.Text.Json.Nodes;
using static DynamoNamespace.Worker.Samples.AttributeJson;

namespace DynamoNamespace.Worker.Samples;

/// <summary>Keys that a careless parser gets wrong; all of them unprefixed.</summary>
internal static class OddKeys
{
    private const string Slashes = "team/alpha/user-1";
    private const string Unicode = "用户-ß-é-🚀";
    private const string Quotes = "o'brien \"the\\backslash\" #1";

    public static IEnumerable<JsonObject> Items(SampleSource source) =>
    [
        EntityItems.Meta(Slashes, "org/β", source.Now.AddDays(-9)),
        EntityItems.Bucket(Slashes, "org/β", "claude/opus", [SampleLimit.RequestsPerMinute], 1000, source.Now.AddMinutes(-1)),
        SystemItems.ResourceConfig("claude/opus", 1),
        AuditItems.LimitsSet(source, "$RESOURCE:claude/opus", "claude/opus", source.Now.AddDays(-8)),

        EntityItems.Meta(Unicode, "プロジェクト", source.Now.AddDays(-9)),
        EntityItems.Usage(Unicode, "模型/β-1", source.Now.AddHours(-2), 3),

        EntityItems.Meta(Quotes, "o'neil \"x\" \\", source.Now.AddDays(-9)),
        EntityItems.Config(Quotes, "it's \"fast\" \\ cheap", [SampleLimit.TokensPerDay], 12),
        SystemItems.ResourceConfig("it's \"fast\" \\ cheap", 4),

        // Long after its time, and still there: DynamoDB deletes expired items within days, not at once.
        EntityItems.Bucket("expired", null, "gpt-4", [SampleLimit.RequestsPerMinute], 0, source.Now.AddDays(-3)),
        AuditItems.EntityCreated(source, "expired", null, source.Now.AddDays(-120)),
        // Debt: more taken than the bucket holds.
        EntityItems.Bucket("debtor", "proj-0", "gpt-4", [SampleLimit.RequestsPerMinute], 250_000, source.Now.AddMinutes(-1)),

        Item(("PK", S("WIDGET#7")), ("SK", S("#META")), ("colour", S("blue")), ("GSI1PK", S("PARENT#proj-0")), ("GSI1SK", S("WIDGET#7"))),
        Item(("PK", S("WIDGET#only/keys")), ("SK", S("x"))),
        Item(("PK", S("orphan")), ("SK", S("no head at all")), ("note", S("left by a script in 2023"))),
        Item(("PK", S("orphan")), ("SK", S("ENTITY#looks/like/a/partition/key")), ("n", N(1))),
        Item(("PK", S("#/starts-with-hash")), ("SK", S("#")), ("n", N(2))),
        Item(("PK", S("entity#lower-case/is-another-family")), ("SK", S("#META")), ("n", N(3))),
        Item(("PK", S(" ENTITY# spaces ")), ("SK", S("\ttab\nnewline")), ("n", N(4))),
        // A sort key at its limit of 1,024 bytes, and a partition key not far from the same limit, which GSI4SK sets for it.
        Item(("PK", S("ENTITY#" + new string('k', 950))), ("SK", S("#" + new string('s', 1_023))), ("n", N(5))),
    ];
}
