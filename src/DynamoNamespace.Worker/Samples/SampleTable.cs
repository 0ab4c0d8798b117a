using System.Text.Json.Nodes;

namespace DynamoNamespace.Worker.Samples;

/// <summary>
/// A made-up zae-limiter 0.9 table: mostly buckets and audit records, and among its first items one of each oddity
/// that a real table may hold. Every item keeps to DynamoDB's limits.
/// </summary>
public static class SampleTable
{
    /// <summary>The present that dates are counted from when the caller names none.</summary>
    public static DateTimeOffset DefaultNow { get; } = new(2025, 6, 15, 10, 30, 0, TimeSpan.Zero);

    /// <summary>From this count on, a table has every record type and every oddity.</summary>
    public const int LeastCompleteCount = 50;

    /// <summary>
    /// Generates the items of a table in DynamoDB JSON, one at a time, so that memory does not grow with
    /// <paramref name="count"/>.
    /// </summary>
    /// <param name="count">How many items; their keys are distinct.</param>
    /// <param name="seed">The same seed and present give the same items; a lower count gives the first of them.</param>
    /// <param name="now">The present: some buckets, usage and audit records have a <c>ttl</c> before it.</param>
    /// <param name="includePrefixed">
    /// Also a few keys that already look prefixed: those of a namespace that no registry knows, and one with a
    /// <c>/</c> and no <c>#</c>.
    /// </param>
    public static IEnumerable<JsonObject> Items(
        int count, int seed, DateTimeOffset? now = null, bool includePrefixed = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Generate(count, seed, now ?? DefaultNow, includePrefixed);
    }

    /// <summary>The body of the CreateTable call for such a table, as zae-limiter 0.9 makes it.</summary>
    /// <param name="tableName">The table's name.</param>
    /// <param name="withGsi4">With the index that 0.10 adds.</param>
    /// <param name="withStream">
    /// With the stream that zae-limiter's table has. The local engine's writes become slower with each stream record
    /// it holds, so a large table is better made without.
    /// </param>
    public static JsonObject CreateTableRequestJson(string tableName, bool withGsi4 = false, bool withStream = true) =>
        TableRequest.Create(tableName, withGsi4, withStream);

    // An iterator, so that each enumeration starts from the seed again.
    private static IEnumerable<JsonObject> Generate(int count, int seed, DateTimeOffset now, bool includePrefixed)
    {
        var source = new SampleSource(seed, now);
        var items = SystemRecords(source)
            .Concat(OddKeys.Items(source))
            .Concat(OddValues.Items(source))
            .Concat(OddSizes.Items(source))
            .Concat(includePrefixed ? PrefixedKeys.Items(source) : [])
            .Concat(Entities.Items(source));
        foreach (var item in items.Take(count))
            yield return item;
    }

    private static IEnumerable<JsonObject> SystemRecords(SampleSource source)
    {
        yield return SystemItems.Config();
        yield return SystemItems.Version(source.Now.AddDays(-40));
        yield return SystemItems.Resources([.. Entities.Resources]);
        yield return SystemItems.EntityConfigResources(source, Entities.Resources);
        yield return SystemItems.ResourceConfig("gpt-4", 2);
        yield return AuditItems.SystemLimitsSet(source, source.Now.AddDays(-40));
        foreach (var item in Entities.Project(source, "proj-0", source.Now.AddDays(-30)))
            yield return item;
        foreach (var item in Entities.FullyConfigured(source, "user-0", "proj-0"))
            yield return item;
    }
}
