using System.Text.Json.Nodes;

namespace DynamoNamespace.Worker.Samples;

/// <summary>The bulk of a table: entities without end, each with its buckets, audit records, usage and configs.</summary>
internal static class Entities
{
    public static IReadOnlyList<string> Resources { get; } =
    [
        "gpt-4", "gpt-4o-mini", "gpt-3.5-turbo", "claude/opus", "claude/haiku", "gemini-1.5-pro", "llama-3/70b",
        "whisper-1", "embed-3-small", "_default_", "模型/β-1", "it's \"fast\" \\ cheap",
    ];

    public static IEnumerable<JsonObject> Items(SampleSource source)
    {
        var projects = 1;
        for (var user = 1L; ; user++)
        {
            if (user % 12 == 1)
            {
                foreach (var item in Project(source, $"proj-{projects}", source.Past(TimeSpan.FromDays(100))))
                    yield return item;
                projects++;
            }

            if (user % 25 == 0)
                yield return AuditItems.SystemLimitsSet(source, source.Past(TimeSpan.FromDays(100)));
            // Not every entity belongs to a project, and a few projects have most of the entities.
            var parent = source.Random.OneIn(10) ? null : $"proj-{source.Random.Below(source.Random.Between(1, projects))}";
            foreach (var item in User(source, UserId(user), parent))
                yield return item;
        }
    }

    public static IEnumerable<JsonObject> Project(SampleSource source, string id, DateTimeOffset createdAt)
    {
        yield return EntityItems.Meta(id, null, createdAt);
        yield return AuditItems.EntityCreated(source, id, null, createdAt);
        yield return Bucket(source, id, null, source.Random.Pick(Resources), expires: true);
    }

    /// <summary>An entity that has one of each record.</summary>
    public static IEnumerable<JsonObject> FullyConfigured(SampleSource source, string id, string parent)
    {
        yield return EntityItems.Meta(id, parent, source.Now.AddDays(-30));
        yield return Bucket(source, id, parent, "gpt-4", expires: false);
        yield return EntityItems.Config(id, "gpt-4", [SampleLimit.RequestsPerMinute], 1);
        yield return EntityItems.Usage(id, "gpt-4", source.Now.AddHours(-3), 17);
        yield return AuditItems.LimitsSet(source, id, "gpt-4", source.Now.AddDays(-29));
    }

    private static IEnumerable<JsonObject> User(SampleSource source, string id, string? parent)
    {
        var createdAt = source.Past(TimeSpan.FromDays(100));
        yield return EntityItems.Meta(id, parent, createdAt);
        yield return AuditItems.EntityCreated(source, id, parent, createdAt);

        var resources = source.Random.Between(1, 5);
        var first = source.Random.Between(0, Resources.Count - 1);
        for (var i = 0; i < resources; i++)
        {
            var resource = Resources[(first + i) % Resources.Count];
            var configured = source.Random.OneIn(7);
            yield return Bucket(source, id, parent, resource, expires: !configured);
            if (configured)
                yield return EntityItems.Config(id, resource, [SampleLimit.TokensPerMinute], source.Random.Between(1, 9));
            if (source.Random.OneIn(4))
                yield return EntityItems.Usage(id, resource, source.Past(TimeSpan.FromDays(120)), source.Random.Between(1, 900));
        }

        for (var audits = source.Random.Between(0, 4); audits > 0; audits--)
            yield return AuditItems.LimitsSet(source, id, source.Random.Pick(Resources), source.Past(TimeSpan.FromDays(100)));
    }

    private static JsonObject Bucket(SampleSource source, string id, string? parent, string resource, bool expires)
    {
        SampleLimit[] limits = source.Random.OneIn(3)
            ? [SampleLimit.RequestsPerMinute, SampleLimit.TokensPerMinute]
            : [SampleLimit.RequestsPerMinute];
        var refilledAt = source.Past(source.Random.OneIn(6) ? TimeSpan.FromDays(20) : TimeSpan.FromMinutes(5));
        return EntityItems.Bucket(id, parent, resource, limits, source.Random.Between(0, 110) * 1000L, refilledAt, expires);
    }

    private static string UserId(long number) => (number % 40) switch
    {
        7 => $"team/{number}/user",
        17 => $"пользователь-{number}",
        27 => $"o'neil \"{number}\"",
        37 => $"domain\\user#{number}",
        _ => $"user-{number}",
    };
}
