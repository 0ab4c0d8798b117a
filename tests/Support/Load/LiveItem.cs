using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.Load;

/// <summary>
/// A zae-limiter 0.9 item that live writers use: by its number a bucket (version clock <c>rf</c>), an entity without a
/// clock, or a config (<c>config_version</c>). It may be deleted and created again, which begins another life.
/// </summary>
public sealed record LiveItem(int Number)
{
    /// <summary>What the writers count up.</summary>
    public const string Counter = "hits";

    /// <summary>How many of them new clients counted: what they write must not be what an old client writes, or nothing could tell them apart.</summary>
    public const string NewCounter = "new_hits";

    /// <summary>Tells an item from the one that was deleted under its key before.</summary>
    public const string LifeNumber = "life";

    private const long FirstClock = 1_750_000_000_000;
    private const long ClocksPerLife = 1_000_000;

    public string Pk => $"ENTITY#live-{Number}";

    public string Sk => (Number % 3) switch
    {
        0 => "#BUCKET#live",
        1 => "#META",
        _ => "#CONFIG#live",
    };

    /// <summary>The attribute that tells which of two versions is newer, or null.</summary>
    public string? Clock => (Number % 3) switch
    {
        0 => "rf",
        1 => null,
        _ => "config_version",
    };

    /// <summary>New clients write later than old ones, so the clock jumps with their first increment.</summary>
    public static long ClockOf(int life, int oldHits, int newHits) =>
        FirstClock + (life * ClocksPerLife) + oldHits + (newHits > 0 ? ClocksPerLife / 2 : 0) + newHits;

    /// <summary>The item with so many increments in this life; <paramref name="newHits"/> are those of new clients.</summary>
    public JsonObject At(int life, int oldHits, int newHits = 0)
    {
        var item = new JsonObject
        {
            ["PK"] = S(Pk),
            ["SK"] = S(Sk),
            ["entity_id"] = S($"live-{Number}"),
            [LifeNumber] = N(life),
            [Counter] = N(oldHits + newHits),
        };
        if (newHits > 0)
            item[NewCounter] = N(newHits);
        if (Clock is { } clock)
            item[clock] = N(ClockOf(life, oldHits, newHits));
        var (index, pk, sk) = (Number % 3) switch
        {
            0 => ("GSI2", "RESOURCE#live", $"BUCKET#live-{Number}"),
            1 => ("GSI1", "PARENT#live", $"CHILD#live-{Number}"),
            _ => ("GSI3", "ENTITY_CONFIG#live", $"live-{Number}"),
        };
        item[$"{index}PK"] = S(pk);
        item[$"{index}SK"] = S(sk);
        return item;
    }

    internal static JsonObject S(string value) => new() { ["S"] = value };

    internal static JsonObject N(long value) => new() { ["N"] = value.ToString() };
}
