using System.Text.Json.Nodes;
using DynamoNamespace.Worker.Samples;

namespace DynamoNamespace.Bench.NullEndpoint;

/// <summary>Items for measurements: the bulk of zae-limiter's tables, or items of one size.</summary>
internal static class SampleItems
{
    public const int Seed = 7;

    /// <summary>Beside the generated characters of a key, what an item of one size has in any case.</summary>
    public const int SmallestBytes = 100;

    /// <summary>A sample table's first items: the system's config, and the version.</summary>
    private const int SystemRecords = 2;

    /// <summary>A sample table begins with its oddities, which are as large as an item may be.</summary>
    private const int Oddities = 100;

    /// <summary>Items of zae-limiter's usual mixture: buckets, metadata, configs, usage and audit records.</summary>
    public static IEnumerable<JsonObject> Usual(int count) => SampleTable.Items(count + Oddities, Seed).Skip(Oddities);

    /// <summary>A whole table: the two records that a limiter's table always has, and the usual mixture.</summary>
    public static IEnumerable<JsonObject> Table(int count) => SampleTable.Items(Math.Min(count, SystemRecords), Seed).Concat(Usual(Math.Max(0, count - SystemRecords)));

    /// <summary>Items of the given size as DynamoDB counts it, with 15 attributes where there is room for them.</summary>
    public static IEnumerable<JsonObject> Sized(int count, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, SmallestBytes);
        for (var index = 0; index < count; index++)
            yield return OfSize(index, bytes);
    }

    private static JsonObject OfSize(int index, int bytes)
    {
        var item = new JsonObject();
        var left = bytes;
        Add("PK", $"ENTITY#user-{index:D9}");
        Add("SK", "#META");
        for (var part = 0; part < 11 && left > 600; part++)
            Add($"attribute_{part:D2}", $"{index:D9}");
        Add("data", new string((char)('a' + (index % 26)), left - "data".Length));
        return item;

        void Add(string name, string text)
        {
            item.Add(name, new JsonObject { ["S"] = text });
            left -= name.Length + text.Length;
        }
    }
}
