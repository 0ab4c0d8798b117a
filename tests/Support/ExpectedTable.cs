using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.Comparison;

namespace DynamoNamespace.Tests.Support;

/// <summary>
/// What a zae-limiter 0.9 table holds after its migration, computed from the published key table and from nothing that
/// the code under test has.
/// </summary>
public static class ExpectedTable
{
    private const string Reserved = "_";
    private static readonly string[] IndexPartitionKeys = ["GSI1PK", "GSI2PK", "GSI3PK"];

    /// <summary>A key is unprefixed when no <c>/</c> stands before its first <c>#</c>.</summary>
    public static bool IsUnprefixed(string pk)
    {
        var hash = pk.IndexOf('#', StringComparison.Ordinal);
        var head = hash < 0 ? pk : pk[..hash];
        return !head.Contains('/', StringComparison.Ordinal);
    }

    /// <summary>The 0.10 copy of a 0.9 item.</summary>
    /// <exception cref="ArgumentException">The item's key is prefixed already.</exception>
    public static JsonObject CopyOf(JsonObject item, string namespaceId)
    {
        var pk = Text(item, "PK");
        if (!IsUnprefixed(pk))
            throw new ArgumentException($"The key '{pk}' has a prefix already.", nameof(item));

        var prefix = pk == "SYSTEM#" && Text(item, "SK") == "#VERSION" ? Reserved : namespaceId;
        var copy = (JsonObject)item.DeepClone();
        copy["PK"] = S($"{prefix}/{pk}");
        foreach (var name in IndexPartitionKeys.Where(copy.ContainsKey))
            copy[name] = S($"{prefix}/{Text(item, name)}");
        copy["GSI4PK"] = S(prefix);
        copy["GSI4SK"] = S($"{prefix}/{pk}");
        return copy;
    }

    /// <summary>Everything that was there, and a copy of each unprefixed item whose place was free.</summary>
    public static TableContents AfterCopy(IEnumerable<JsonObject> before, string namespaceId)
    {
        var after = TableContents.Of(before);
        foreach (var copy in Candidates(after).Select(item => CopyOf(item, namespaceId)).ToList())
            after.TryAdd(after.KeyOf(copy), copy);
        return after;
    }

    /// <summary>
    /// The same without the old items. An old item stays where its copy's place is held by an item that is neither the
    /// copy nor newer.
    /// </summary>
    public static TableContents AfterDelete(IEnumerable<JsonObject> before, string namespaceId)
    {
        var after = AfterCopy(before, namespaceId);
        foreach (var item in Candidates(after))
        {
            var copy = CopyOf(item, namespaceId);
            var found = after[after.KeyOf(copy)];
            if (ItemAssert.AreEqual(copy, found) || IsNewer(found, copy))
                after.Remove(after.KeyOf(item));
        }

        return after;
    }

    private static List<JsonObject> Candidates(TableContents table) =>
        table.Values.Where(item => IsUnprefixed(Text(item, "PK"))).ToList();

    /// <summary>Buckets tell their version by <c>rf</c>, configs by <c>config_version</c>; nothing else tells.</summary>
    private static bool IsNewer(JsonObject found, JsonObject copy)
    {
        var sk = Text(copy, "SK");
        var clock = sk.StartsWith("#BUCKET#", StringComparison.Ordinal) ? "rf"
            : sk == "#CONFIG" || sk.StartsWith("#CONFIG#", StringComparison.Ordinal) ? "config_version"
            : null;
        return clock is not null && Number(found, clock) is { } there && Number(copy, clock) is { } here
            && there.CompareTo(here) > 0;
    }

    private static ExactNumber? Number(JsonObject item, string name) =>
        item[name]?["N"] is { } value ? ExactNumber.Parse(value.GetValue<string>()) : null;

    private static string Text(JsonObject item, string name) => item[name]!["S"]!.GetValue<string>();

    private static JsonObject S(string value) => new() { ["S"] = value };
}
